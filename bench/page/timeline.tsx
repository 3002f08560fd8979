/** A page with nothing but a timeline of as many events as its address says: `?events=100000`. */
import '../../renderer/view/styles/tokens.css';
import '../../renderer/view/styles/base.css';
import { createRoot } from 'react-dom/client';
import { AppProvider } from '../../renderer/view/app-context.tsx';
import { Timeline } from '../../renderer/view/charts/timeline/timeline.tsx';
import type { Ns } from '#model/time.ts';
import { lanes } from '#report/session/lane.ts';
import type { Entry } from '#report/session/timeline.ts';
import { Commands } from '#store/commands.ts';
import { Duties } from '#store/connection.ts';
import type { HostLink } from '#store/connection.ts';
import { createPreferences } from '#store/preferences.ts';

const count = Number(new URL(location.href).searchParams.get('events') ?? 100_000);
/** A heartbeat each 100 ms, and what it makes the kernel do. */
const entries: readonly Entry[] = Array.from({ length: count }, (_, index) => ({
  at: (index * 25e6) as Ns,
  lane: lanes[index % 3] ?? 'wire',
  type: 'input',
  what: `event ${index}`,
  matters: index % 97 === 0,
}));

const link: HostLink = { client: {} as HostLink['client'], onState: () => () => undefined };
const duties = new Duties(link);
const app = {
  client: link.client,
  duties,
  preferences: createPreferences(duties, { language: 'en' }),
  commands: new Commands(),
};
const root = document.querySelector('#root');
if (root === null) throw new Error('the page has no #root');
createRoot(root).render(
  <AppProvider value={app}>
    <Timeline entries={entries} startedAt={0 as Ns} endedAt={(count * 25e6) as Ns} predicted={null} />
  </AppProvider>,
);
