import { Fragment } from 'react';
import { useStore } from 'zustand';
import { useApp, useWords } from './app-context.tsx';
import { Keys } from './palette.tsx';
import { Modal } from './parts/modal.tsx';
import styles from './key-help.module.css';

export function KeyHelp({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { frame } = useWords();
  const commands = useStore(useApp().commands.store).filter(({ keys }) => keys !== undefined);
  return (
    <Modal isOpen={isOpen} onClose={onClose} title={frame.keyHelp}>
      <dl className={styles.keys}>
        {commands.map(({ id, keys, title }) => (
          <Fragment key={id}>
            <dt>
              <Keys keys={keys ?? ''} />
            </dt>
            <dd>{title}</dd>
          </Fragment>
        ))}
      </dl>
    </Modal>
  );
}
