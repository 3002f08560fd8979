import { Menu } from '@base-ui/react/menu';
import { Download, Ellipsis, Pencil, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useAbilities, useWords } from '../../app-context.tsx';
import { EntryDialog } from './entry-dialog.tsx';
import { useEntryActions } from './use-entry-actions.ts';
import buttonStyles from '../../parts/button.module.css';
import { MenuPopup } from '../../parts/menu-popup.tsx';
import menuStyles from '../../parts/menu.module.css';
import styles from './entry-menu.module.css';
import type { HistoryPageEntry } from '#model/history-query.ts';

const formats = ['html', 'pdf', 'csv', 'json', 'md', 'bundle'] as const;

interface EntryMenuProps {
  readonly entry: HistoryPageEntry;
  readonly knownTags: readonly string[];
}

export function EntryMenu({ entry, knownTags }: EntryMenuProps) {
  const { history: say } = useWords();
  const { again, remove, save } = useEntryActions();
  const pdf = useAbilities()?.pdf ?? true;
  const [isEditing, setIsEditing] = useState(false);
  return (
    <>
      <Menu.Root>
        <Menu.Trigger
          className={buttonStyles.button}
          data-look="quiet"
          data-size="icon"
          aria-label={say.actionsOf(entry.name)}
        >
          <Ellipsis aria-hidden />
        </Menu.Trigger>
        <MenuPopup align="end">
          <Menu.Item className={menuStyles.item} onClick={() => void again(entry.id)}>
            <RotateCcw aria-hidden />
            {say.again}
          </Menu.Item>
          <Menu.Item className={menuStyles.item} onClick={() => setIsEditing(true)}>
            <Pencil aria-hidden />
            {say.edit}
          </Menu.Item>
          {formats.map((format) => (
            <Menu.Item
              key={format}
              className={menuStyles.item}
              disabled={format === 'pdf' && pdf !== true}
              onClick={() => void save(entry.id, format)}
            >
              <Download aria-hidden />
              <span>
                {say.format[format]}
                {format === 'pdf' && pdf !== true && <small className={styles.why}>{say.noPdf}</small>}
              </span>
            </Menu.Item>
          ))}
          <Menu.Item
            className={menuStyles.item}
            disabled={entry.status === 'running'}
            onClick={() => void remove([entry.id], entry.name)}
          >
            <Trash2 aria-hidden />
            {say.delete}
          </Menu.Item>
        </MenuPopup>
      </Menu.Root>
      <EntryDialog
        key={String(isEditing)}
        entry={entry}
        knownTags={knownTags}
        isOpen={isEditing}
        onClose={() => setIsEditing(false)}
      />
    </>
  );
}
