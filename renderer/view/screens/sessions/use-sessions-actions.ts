/** What can be done with sessions, each with what is said of it afterwards. */
import { useMemo } from 'react';
import { useLocation } from 'wouter';
import { useApp, useLanguage, useWords } from '../../app-context.tsx';
import { useNotices } from '../../parts/toasts.tsx';
import { useSave } from '../../use-save.ts';
import type { GivenOf } from '#contract/wire/host.ts';
import { eof } from '#model/detectors/eof.ts';
import { heartbeat } from '#model/detectors/heartbeat.ts';
import { keepalive } from '#model/detectors/keepalive.ts';
import type { SessionId } from '#model/live/live.ts';
import type { Fault } from '#model/faults/index.ts';

export interface SessionsActions {
  readonly tryIt: () => Promise<void>;
  readonly open: (asked: GivenOf<'session.open'>) => Promise<void>;
  readonly strike: (sessions: readonly SessionId[], fault: Fault) => Promise<void>;
  readonly heal: (sessions: readonly SessionId[]) => Promise<void>;
  readonly close: (sessions: readonly SessionId[]) => Promise<void>;
  readonly dismiss: (sessions: readonly SessionId[]) => Promise<void>;
  readonly stopServer: (server: number) => Promise<void>;
  readonly save: (session: SessionId, format: 'html' | 'json' | 'csv' | 'md') => Promise<void>;
}

const loopback = '127.0.0.1';

export function useSessionsActions(): SessionsActions {
  const { client } = useApp();
  const { sessions: say } = useWords();
  const language = useLanguage();
  const { tell, fail } = useNotices();
  const save = useSave();
  const [, navigate] = useLocation();
  return useMemo(() => {
    const attempt = async (work: () => Promise<void>): Promise<void> => work().catch(fail);
    const open = (asked: GivenOf<'session.open'>): Promise<void> =>
      attempt(async () => {
        const { sessions } = await client.call('session.open', asked);
        const [first] = sessions;
        if (first !== undefined && sessions.length <= 3) navigate(`/sessions/${first}`);
      });
    return {
      open,
      tryIt: () =>
        attempt(async () => {
          const { server } = await client.call('server.start', { host: loopback, port: null, pongDelayMs: 0 });
          const detectors = [keepalive.example, heartbeat.example, eof.example];
          await open({ to: { server }, detectors, options: {}, traffic: 'idle', count: 1 });
        }),
      strike: (sessions, fault) =>
        attempt(async () => {
          const { alsoStruck, refused } = await client.call('session.break', { sessions: [...sessions], fault });
          if (alsoStruck.length > 0) tell(say.alsoStruck(alsoStruck.length));
          for (const { no, fix = '' } of refused) tell(say.refused(`${no}. ${fix}`));
        }),
      heal: (sessions) => attempt(async () => void (await client.call('session.heal', { sessions: [...sessions] }))),
      close: (sessions) => attempt(async () => void (await client.call('session.close', { sessions: [...sessions] }))),
      dismiss: (sessions) =>
        attempt(async () => void (await client.call('session.dismiss', { sessions: [...sessions] }))),
      stopServer: (server) => attempt(async () => void (await client.call('server.stop', { server }))),
      save: (session, format) =>
        attempt(async () => save(await client.call('session.export', { session, format, language }))),
    };
  }, [client, say, language, tell, fail, save, navigate]);
}
