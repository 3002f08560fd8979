/** Our probe servers: ends that we may freeze, kill and cut off. */
import { X } from 'lucide-react';
import { useState } from 'react';
import { useApp, useWords } from '../../app-context.tsx';
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { ErrorNotice } from '../../parts/error-notice.tsx';
import { Field } from '../../parts/field.tsx';
import { Modal } from '../../parts/modal.tsx';
import { useSessionsActions } from './use-sessions-actions.ts';
import { classNames } from '../../parts/class-names.ts';
import modalStyles from '../../parts/modal.module.css';
import panelStyles from '../../parts/panel.module.css';
import formStyles from './form.module.css';
import styles from './servers.module.css';
import type { ServerRow, SessionRow } from '#model/live/live.ts';

interface ServersProps {
  readonly servers: readonly ServerRow[];
  readonly rows: readonly SessionRow[];
}

const tones = { listening: 'good', frozen: 'info', gone: 'bad' } as const;

export function Servers({ servers, rows }: ServersProps) {
  const { sessions: say } = useWords();
  const { stopServer } = useSessionsActions();
  return (
    <section className={styles.servers} aria-label={say.servers}>
      <h2>{say.servers}</h2>
      {servers.length === 0 && <span className="mute">{say.noServers}</span>}
      <ul>
        {servers.map(({ server, endpoint, pid, state, reason }) => {
          const where = `${endpoint.address}:${endpoint.port}`;
          return (
            <li key={server} className={classNames(panelStyles.panel, styles.server)}>
              <b className="mono">{where}</b>
              <span className="mute">{say.pid(pid)}</span>
              <Badge tone={tones[state]}>{say.serverState[state]}</Badge>
              <span className="mute">{say.shown(count(rows, server), count(rows, server))}</span>
              {reason !== null && <span className="mute">{reason}</span>}
              <Button
                look="quiet"
                size="icon"
                aria-label={say.stopServer(where)}
                onClick={() => void stopServer(server)}
              >
                <X aria-hidden />
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

const count = (rows: readonly SessionRow[], server: number): number =>
  rows.filter(({ plan }) => plan.server === server).length;

/** A port as it is typed: empty is any. */
const isPort = (text: string): boolean =>
  text === '' || (/^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535);

export function ServerDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { sessions: say, frame } = useWords();
  const { client } = useApp();
  const [host, setHost] = useState('127.0.0.1');
  const [port, setPort] = useState('');
  const [delay, setDelay] = useState('0');
  const [error, setError] = useState<unknown>(null);
  const badPort = isPort(port) ? null : say.wrongNumber(1, 65_535);
  const badDelay = /^\d+$/.test(delay) ? null : say.tooSmall(0);
  const start = async (): Promise<void> => {
    try {
      await client.call('server.start', { host, port: port === '' ? null : Number(port), pongDelayMs: Number(delay) });
      setError(null);
      onClose();
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <Modal isOpen={isOpen} onClose={onClose} title={say.startServer}>
      <div className={formStyles.form}>
        <Field label={say.host} value={host} onChange={setHost} error={host.trim() === '' ? say.needsHost : null} />
        <Field
          label={say.port}
          value={port}
          onChange={setPort}
          placeholder={say.anyPort}
          error={badPort}
          inputMode="numeric"
        />
        <Field label={say.pongDelay} unit="ms" value={delay} onChange={setDelay} error={badDelay} inputMode="numeric" />
      </div>
      {error !== null && <ErrorNotice error={error} />}
      <div className={modalStyles.actions}>
        <Button onClick={onClose}>{frame.cancel}</Button>
        <Button look="main" cannot={badPort ?? badDelay} onClick={() => void start()}>
          {say.start}
        </Button>
      </div>
    </Modal>
  );
}
