/** Everything that can be done, by typing a part of its name. */
import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { useStore } from 'zustand';
import { useApp, useWords } from './app-context.tsx';
import { classNames } from './parts/class-names.ts';
import modalStyles from './parts/modal.module.css';
import styles from './palette.module.css';
import type { Command } from '#store/commands.ts';

interface OverlayProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function Palette({ isOpen, onClose }: OverlayProps) {
  const { frame } = useWords();
  const all = useStore(useApp().commands.store);
  const commands = all.filter(({ id }) => id !== 'palette');
  const choose = (command: Command): void => {
    onClose();
    command.run();
  };
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={modalStyles.backdrop} />
        <Dialog.Popup className={classNames(modalStyles.popup, styles.palette)} aria-label={frame.palette}>
          <Autocomplete.Root
            open
            inline
            items={commands}
            itemToStringValue={(command: Command) => command.title}
            autoHighlight="always"
            keepHighlight
          >
            <Autocomplete.Input
              className={styles.input}
              placeholder={frame.palettePlaceholder}
              aria-label={frame.palette}
            />
            <Autocomplete.Empty className={styles.none}>{frame.paletteNone}</Autocomplete.Empty>
            <Autocomplete.List className={styles.list}>
              {(command: Command) => (
                <Autocomplete.Item
                  key={command.id}
                  value={command}
                  className={styles.item}
                  onClick={() => choose(command)}
                >
                  <span>{command.title}</span>
                  {command.keys !== undefined && <Keys keys={command.keys} />}
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** `g h` and `mod+k` as people read them. */
export function Keys({ keys }: { readonly keys: string }) {
  const { frame } = useWords();
  return <kbd>{keys.replace('mod+', frame.modifier).replace(/k$/, 'K')}</kbd>;
}
