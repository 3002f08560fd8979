import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../app-context.tsx';
import buttonStyles from './button.module.css';
import { classNames } from './class-names.ts';
import styles from './modal.module.css';

interface ModalProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

export function Modal({ isOpen, onClose, title, isWide = false, children }: ModalProps) {
  const { frame } = useWords();
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={classNames(styles.popup, styles.dialog)} data-wide={isWide ? '' : undefined}>
          <div className={styles.head}>
            <Dialog.Title>{title}</Dialog.Title>
            <Dialog.Close className={buttonStyles.button} data-look="quiet" data-size="icon" aria-label={frame.close}>
              <X aria-hidden />
            </Dialog.Close>
          </div>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
