import './styles/tokens.css';
import './styles/base.css';
import { createRoot } from 'react-dom/client';
import { AppProvider } from './app-context.tsx';
import { Frame } from './frame.tsx';
import { rememberLook, rememberedLook } from './look.ts';
import { keepTime } from './use-tick.ts';
import { openLink } from '#link/index.ts';
import { Commands } from '#store/commands.ts';
import { Duties } from '#store/connection.ts';
import { createPreferences } from '#store/preferences.ts';

const duties = new Duties(openLink());
const preferences = createPreferences(duties, rememberedLook());
preferences.store.subscribe(rememberLook);
rememberLook(preferences.store.getState());
duties.store.subscribe(({ abilities }) => abilities !== null && keepTime(abilities.now));

const root = document.querySelector('#root');
if (root === null) throw new Error('the page has no #root');
createRoot(root).render(
  <AppProvider value={{ client: duties.client, duties, preferences, commands: new Commands() }}>
    <Frame />
  </AppProvider>,
);
