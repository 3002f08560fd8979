import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWords } from '../app-context.tsx';

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
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className={isWide ? 'dialog dialog-wide' : 'dialog'}>
          <div className="screen-head">
            <Dialog.Title>{title}</Dialog.Title>
            <Dialog.Close className="button button-quiet button-icon" aria-label={frame.close}>
              <X aria-hidden />
            </Dialog.Close>
          </div>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
