import { Toast } from '@base-ui/react/toast';
import { useMemo } from 'react';
import { useWords } from '../app-context.tsx';
import { errorText } from '../words/error-text.ts';
import styles from './toasts.module.css';

/** Long enough to read and to press the button, as for undo. */
const staysMs = 8000;

export function Toasts() {
  const { frame } = useWords();
  const { toasts } = Toast.useToastManager();
  return (
    <Toast.Portal>
      <Toast.Viewport className={styles.toasts} aria-label={frame.notices}>
        {toasts.map((toast) => (
          <Toast.Root key={toast.id} toast={toast} className={styles.toast}>
            <Toast.Content className={styles.text}>
              <Toast.Title render={<strong />} />
              <Toast.Description className={styles.hint} render={<span />} />
            </Toast.Content>
            <Toast.Action className={styles.action} />
          </Toast.Root>
        ))}
      </Toast.Viewport>
    </Toast.Portal>
  );
}

export interface Notices {
  /** Something was done; `undo` takes it back. */
  readonly tell: (title: string, undo?: { readonly label: string; readonly run: () => void }) => void;
  /** Something could not be done: what, why, and what helps. `about`: the file that it happened to. */
  readonly fail: (error: unknown, about?: string) => void;
}

export function useNotices(): Notices {
  const { add, close } = Toast.useToastManager();
  const words = useWords();
  return useMemo(
    () => ({
      tell(title, undo) {
        const id: string = add({
          title,
          timeout: staysMs,
          ...(undo && {
            actionProps: {
              children: undo.label,
              onClick: () => {
                close(id);
                undo.run();
              },
            },
          }),
        });
      },
      fail(error, about) {
        const { message, hint } = errorText(error, words, about);
        add({
          title: message,
          description: hint,
          timeout: 0,
          priority: 'high',
          actionProps: { children: words.frame.close, onClick: () => close() },
        });
      },
    }),
    [add, close, words],
  );
}
