import { Plug, Server, Trash2 } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { useWords } from '../../app-context.tsx';
import { Button } from '../../parts/button.tsx';
import { Empty } from '../../parts/empty.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { useCommands } from '../../use-commands.ts';
import { ConnectDialog } from './connect-dialog.tsx';
import { PastSessions } from './past-sessions.tsx';
import { ServerDialog, Servers } from './servers.tsx';
import { SessionTable } from './session-table.tsx';
import { useSessionsActions } from './use-sessions-actions.ts';
import { classNames } from '../../parts/class-names.ts';
import fieldStyles from '../../parts/field.module.css';
import { Screen } from '../../parts/screen.tsx';
import styles from './table-screen.module.css';
import { isOver } from '#model/live/session-row.ts';
import type { SessionsState } from '#store/sessions.ts';

export function TableScreen({ state }: { readonly state: SessionsState }) {
  const { sessions: say } = useWords();
  const actions = useSessionsActions();
  const [dialog, setDialog] = useState<'connect' | 'server' | null>(null);
  const [text, setText] = useState('');
  const filter = useRef<HTMLInputElement>(null);
  const shown = useMemo(() => filtered(state, text), [state, text]);
  const over = state.rows.filter((row) => isOver(row.state)).map(({ session }) => session);
  const commands = useMemo(
    () => [
      { id: 'connect', title: say.connectTitle, keys: 'c', run: () => setDialog('connect') },
      { id: 'server', title: say.startServer, run: () => setDialog('server') },
      { id: 'filter', title: say.filter, keys: '/', run: () => filter.current?.focus() },
    ],
    [say],
  );
  useCommands(commands);
  const isEmpty = state.isKnown && state.rows.length === 0 && state.servers.length === 0;
  return (
    <Screen width={isEmpty ? 'usual' : 'full'}>
      <ScreenHead title={say.title} lead={say.lead}>
        <Button onClick={() => setDialog('server')}>
          <Server aria-hidden />
          {say.startServer}
        </Button>
        <Button look={isEmpty ? 'plain' : 'main'} onClick={() => setDialog('connect')}>
          <Plug aria-hidden />
          {say.connect}
        </Button>
      </ScreenHead>
      {isEmpty ? (
        <Empty title={say.emptyTitle}>
          <p>{say.emptyText}</p>
          <Button look="main" size="big" onClick={() => void actions.tryIt()}>
            {say.tryIt}
          </Button>
        </Empty>
      ) : (
        <>
          <Servers servers={state.servers} rows={state.rows} />
          <div className={styles.bar}>
            <input
              ref={filter}
              type="search"
              className={classNames(fieldStyles.box, styles.filter)}
              value={text}
              onChange={({ target }) => setText(target.value)}
              placeholder={say.filter}
              aria-label={say.filter}
            />
            <span className="mute" role="status">
              {say.shown(shown.length, state.rows.length)}
            </span>
            {over.length > 0 && (
              <Button look="quiet" onClick={() => void actions.dismiss(over)}>
                <Trash2 aria-hidden />
                {say.dismiss}
              </Button>
            )}
          </div>
          <SessionTable rows={shown} />
        </>
      )}
      <PastSessions />
      <ConnectDialog isOpen={dialog === 'connect'} servers={state.servers} onClose={() => setDialog(null)} />
      <ServerDialog isOpen={dialog === 'server'} onClose={() => setDialog(null)} />
    </Screen>
  );
}

/** Every word must be in what the row shows. */
function filtered({ rows }: SessionsState, text: string): SessionsState['rows'] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter(({ session, label, state, plan, remote, tcpState, local }) => {
    const { address, port } = remote ?? plan.to;
    const all = `${session} ${label} ${state} ${tcpState ?? ''} ${address}:${port} ${local?.port ?? ''}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
}
