/** The window: where one can go, whether the host is there, and the screen. */
import { Toast } from '@base-ui/react/toast';
import { Tooltip } from '@base-ui/react/tooltip';
import { Activity, ChartScatter, FlaskConical, History, Search, Settings } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { Link, Redirect, Route, Router, Switch, useLocation } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { useApp, useWords } from './app-context.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { KeyHelp } from './key-help.tsx';
import { Palette } from './palette.tsx';
import { ScreenBoundary } from './screen-boundary.tsx';
import { Toasts } from './parts/toasts.tsx';
import { useCommands, useKeys } from './use-commands.ts';
import styles from './frame.module.css';

const Sessions = lazy(async () => import('./screens/sessions/index.tsx'));
const Experiments = lazy(async () => import('./screens/experiments/index.tsx'));
const Latency = lazy(async () => import('./screens/latency/index.tsx'));
const HistoryScreen = lazy(async () => import('./screens/history/index.tsx'));
const SettingsScreen = lazy(async () => import('./screens/settings/index.tsx'));

const places = [
  { path: '/experiments', name: 'experiments', icon: FlaskConical, key: 'e' },
  { path: '/sessions', name: 'sessions', icon: Activity, key: 's' },
  { path: '/latency', name: 'latency', icon: ChartScatter, key: 'l' },
  { path: '/history', name: 'history', icon: History, key: 'h' },
] as const;

export function Frame() {
  return (
    // oxlint-disable-next-line react/hooks -- wouter is told by it where locations are kept
    <Router hook={useHashLocation}>
      <Tooltip.Provider delay={350}>
        <Toast.Provider>
          <Window />
          <Toasts />
        </Toast.Provider>
      </Tooltip.Provider>
    </Router>
  );
}

function Window() {
  const words = useWords();
  const [overlay, setOverlay] = useState<'palette' | 'keys' | null>(null);
  const [location, navigate] = useLocation();
  const commands = useMemo(
    () => [
      { id: 'palette', title: words.frame.palette, keys: 'mod+k', run: () => setOverlay('palette') },
      { id: 'keys', title: words.frame.keyHelp, keys: '?', run: () => setOverlay('keys') },
      ...places.map(({ path, name, key }) => ({
        id: `go:${name}`,
        title: words.frame.goTo(words.frame.places[name]),
        keys: `g ${key}`,
        run: () => navigate(path),
      })),
      {
        id: 'go:playground',
        title: words.frame.goTo(words.playground.title),
        keys: 'g p',
        run: () => navigate('/latency/playground'),
      },
      {
        id: 'go:settings',
        title: words.frame.goTo(words.frame.places.settings),
        keys: 'g ,',
        run: () => navigate('/settings'),
      },
    ],
    [words, navigate],
  );
  useCommands(commands);
  useKeys(useApp().commands);
  useEffect(() => {
    const place = location.split('/')[1] ?? '';
    const name = place in words.frame.places ? words.frame.places[place as keyof typeof words.frame.places] : null;
    document.title = name === null ? 'Halfopen' : `${name} \u2013 Halfopen`;
  }, [location, words]);
  const main = useFocusIn(location);
  return (
    <div className={styles.frame}>
      <Navigation onSearch={() => setOverlay('palette')} />
      <div className={styles.banner}>
        <ConnectionBanner />
      </div>
      <main ref={main} className={styles.main} id="main" tabIndex={-1}>
        <ScreenBoundary key={location}>
          <Suspense fallback={null}>
            <Screens />
          </Suspense>
        </ScreenBoundary>
      </main>
      <Palette isOpen={overlay === 'palette'} onClose={() => setOverlay(null)} />
      <KeyHelp isOpen={overlay === 'keys'} onClose={() => setOverlay(null)} />
    </div>
  );
}

/** What had the focus goes with its screen: the next one has it then, so that Tab goes on from there. */
function useFocusIn(location: string) {
  const main = useRef<HTMLElement>(null);
  const before = useRef(location);
  useEffect(() => {
    if (before.current === location) return;
    before.current = location;
    if (document.activeElement === document.body) main.current?.focus();
  }, [location]);
  return main;
}

function Screens() {
  return (
    <Switch>
      <Route path="/experiments/*?">
        <Experiments />
      </Route>
      <Route path="/sessions/*?">
        <Sessions />
      </Route>
      <Route path="/latency/*?">
        <Latency />
      </Route>
      <Route path="/history/*?">
        <HistoryScreen />
      </Route>
      <Route path="/settings">
        <SettingsScreen />
      </Route>
      <Route>
        <Redirect to="/experiments" replace />
      </Route>
    </Switch>
  );
}

function Navigation({ onSearch }: { readonly onSearch: () => void }) {
  const { frame } = useWords();
  return (
    <nav className={styles.nav} aria-label={frame.navigation}>
      <Link className={styles.mark} href="/experiments" aria-label="Halfopen">
        <img src="./icon.svg" alt="" />
        <span>Halfopen</span>
      </Link>
      {places.map(({ path, name, icon }) => (
        <Place key={path} path={path} name={frame.places[name]} icon={icon} />
      ))}
      <div className={styles.foot}>
        <button type="button" className={styles.search} onClick={onSearch} title={frame.palette}>
          <Search size={17} aria-hidden />
          <span className={styles.searchText}>{frame.search}</span>
          <kbd aria-hidden>{frame.modifier}K</kbd>
        </button>
        <Place path="/settings" name={frame.places.settings} icon={Settings} />
      </div>
    </nav>
  );
}

interface PlaceProps {
  readonly path: string;
  readonly name: string;
  readonly icon: LucideIcon;
}

function Place({ path, name, icon: Icon }: PlaceProps) {
  const [location] = useLocation();
  const isHere = location === path || location.startsWith(`${path}/`);
  return (
    <Link className={styles.link} href={path} aria-current={isHere ? 'page' : undefined} title={name}>
      <Icon aria-hidden />
      <span className={styles.linkText}>{name}</span>
    </Link>
  );
}
