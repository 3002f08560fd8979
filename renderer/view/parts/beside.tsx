import { Dialog } from '@base-ui/react/dialog';
import { useEffect, useMemo, useRef } from 'react';
import type { ReactNode } from 'react';
import { useWords } from '../app-context.tsx';
import { useCommands } from '../use-commands.ts';
import { useMedia } from '../use-media.ts';
import modalStyles from './modal.module.css';
import styles from './beside.module.css';

interface BesideProps {
  /** What was chosen, in full; null while nothing is. */
  readonly details: Details | null;
  /** Beside what one chooses from while nothing is chosen; below it where there is no room. */
  readonly otherwise?: ReactNode;
  readonly children: ReactNode;
}

interface Details {
  /** What they are about: another name, another choice. */
  readonly name: string;
  readonly panel: ReactNode;
  readonly onClose: () => void;
}

/** As beside.module.css has it. */
const narrow = '(max-width: 1100px)';

/**
 * What one chooses from, and the details of what was chosen: beside it, or over it as a sheet where there is no room. Who
 * chooses by keyboard is taken to them; Escape closes them and leads back.
 */
export function Beside({ details, otherwise = null, children }: BesideProps) {
  const isNarrow = useMedia(narrow);
  const side = isNarrow || details === null ? otherwise : <Side {...details} />;
  return (
    <div className={styles.beside} data-panel={side === null ? undefined : ''}>
      <div className={styles.main}>{children}</div>
      {side}
      {isNarrow && <Sheet details={details} />}
    </div>
  );
}

function Side({ name, panel, onClose }: Details) {
  const { frame } = useWords();
  const side = useRef<HTMLElement>(null);
  const shown = useRef<string | null>(null);
  const opener = useRef<Element | null>(null);
  useEffect(() => {
    const { activeElement } = document;
    if (shown.current === name || activeElement === null) return;
    shown.current = name;
    opener.current = activeElement;
    // By mouse the focus stays where it is.
    if (activeElement.matches(':focus-visible')) side.current?.focus();
  }, [name]);
  useEffect(
    () => () => {
      // Closed with the focus in it: nothing has it now.
      if (document.activeElement === document.body && opener.current instanceof HTMLElement) opener.current.focus();
    },
    [],
  );
  useCommands(
    useMemo(() => [{ id: 'close-details', title: frame.closeDetails, keys: 'Escape', run: onClose }], [frame, onClose]),
  );
  return (
    <aside ref={side} className={styles.side} tabIndex={-1} aria-label={name}>
      {panel}
    </aside>
  );
}

function Sheet({ details }: Pick<BesideProps, 'details'>) {
  return (
    <Dialog.Root open={details !== null} onOpenChange={(open) => !open && details?.onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={modalStyles.backdrop} />
        <Dialog.Popup className={styles.sheet} aria-label={details?.name}>
          {details?.panel}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
