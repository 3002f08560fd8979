import { useId, useState } from 'react';
import { useWords } from '../../app-context.tsx';
import { Button } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';
import { Modal } from '../../parts/modal.tsx';
import { useEntryActions } from './use-entry-actions.ts';
import { classNames } from '../../parts/class-names.ts';
import fieldStyles from '../../parts/field.module.css';
import modalStyles from '../../parts/modal.module.css';
import styles from './entry-dialog.module.css';
import type { HistoryPageEntry } from '#model/history-query.ts';

interface EntryDialogProps {
  readonly entry: HistoryPageEntry;
  readonly knownTags: readonly string[];
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Name, tags and note of one experiment. */
export function EntryDialog({ entry, knownTags, isOpen, onClose }: EntryDialogProps) {
  const { history: say, frame } = useWords();
  const { change } = useEntryActions();
  const [name, setName] = useState(entry.name);
  const [tags, setTags] = useState(entry.tags.join(' '));
  const [note, setNote] = useState(entry.note);
  const noteId = useId();
  const wanted = tags.split(/[\s,]+/).filter(Boolean);
  const tooLong = wanted.find((tag) => tag.length > 40);
  const badName = name.trim() === '' ? say.needsName : null;
  const badTag = tooLong === undefined ? null : say.tagTooLong(tooLong);
  const save = async (): Promise<void> => {
    onClose();
    await change([entry.id], {
      name: name.trim(),
      note,
      addTags: wanted.filter((tag) => !entry.tags.includes(tag)),
      removeTags: entry.tags.filter((tag) => !wanted.includes(tag)),
    });
  };
  return (
    <Modal isOpen={isOpen} onClose={onClose} title={say.edit}>
      <div className={styles.form}>
        <Field label={say.name} value={name} onChange={setName} error={badName} />
        <Field
          label={say.tags}
          value={tags}
          onChange={setTags}
          error={badTag}
          hint={knownTags.length === 0 ? say.tagsHint : say.knownTags(knownTags.slice(0, 12).join(' '))}
        />
        <div className={fieldStyles.field}>
          <label className={fieldStyles.label} htmlFor={noteId}>
            {say.note}
          </label>
          <textarea
            id={noteId}
            className={classNames(fieldStyles.box, styles.note)}
            rows={5}
            maxLength={10_000}
            value={note}
            onChange={({ target }) => setNote(target.value)}
          />
        </div>
      </div>
      <div className={modalStyles.actions}>
        <Button onClick={onClose}>{frame.cancel}</Button>
        <Button look="main" cannot={badName ?? badTag} onClick={() => void save()}>
          {say.save}
        </Button>
      </div>
    </Modal>
  );
}
