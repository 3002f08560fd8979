/** The form of one detector or fault: the right field for each setting that its record declares. */
import { useId } from 'react';
import { useReportWords, useWords } from '../../../app-context.tsx';
import { Check } from '../../../parts/check.tsx';
import fieldStyles from '../../../parts/field.module.css';
import { Hint } from '../../../parts/hint.tsx';
import { NumberField } from './number-field.tsx';
import type { EntryProblem } from './plan-problems.ts';
import { settingHint } from './setting-hint.ts';
import type { Settings, Variants } from '#model/settings/setting.ts';
import { choiceText, settingLabel, settingSentence } from '#report/text/kinds.ts';
import { fieldsOf, spanOf, withValue } from '#store/setting-fields.ts';
import type { SettingField, SettingValue } from '#store/setting-fields.ts';

interface EntrySettingsProps<E extends { readonly kind: string }> {
  /** The record; without one there is nothing to be set. */
  readonly part: { readonly settings: Settings | Variants; readonly example: E } | undefined;
  readonly entry: E;
  readonly problems: readonly EntryProblem[];
  /** Settings that are not shown, by their names in files. */
  readonly hidden?: readonly string[];
  readonly onChange: (entry: E) => void;
}

export function EntrySettings<E extends { readonly kind: string }>(props: EntrySettingsProps<E>) {
  const { part, entry, problems, hidden = [], onChange } = props;
  const { experiments } = useWords();
  const { kinds } = useReportWords();
  if (part === undefined) return null;
  const { settings } = part;
  const fields = fieldsOf(settings, entry).filter(({ name }) => !hidden.includes(name));
  return fields.map((field) => (
    <OneSetting
      key={field.name}
      field={field}
      label={settingLabel(field.name, kinds)}
      hint={settingHint(settingSentence({ kind: entry.kind, settings }, field.name, kinds), field.setting, experiments)}
      isWrong={problems.some(({ setting }) => setting === field.name)}
      onChange={(value) => onChange(withValue(part, entry, field, value))}
    />
  ));
}

interface OneSettingProps {
  readonly field: SettingField;
  readonly label: string;
  readonly hint: string;
  readonly isWrong: boolean;
  /** Undefined leaves it out. */
  readonly onChange: (value: SettingValue | undefined) => void;
}

function OneSetting(props: OneSettingProps) {
  const { field, label, hint, isWrong, onChange } = props;
  const { name, setting, value } = field;
  const { kinds } = useReportWords();
  const { experiments } = useWords();
  const span = spanOf(setting);
  if (span !== null)
    return (
      <NumberField
        label={label}
        explains={hint}
        value={typeof value === 'number' ? value : undefined}
        span={span}
        isWrong={isWrong}
        onChange={onChange}
        {...(setting.is === 'duration' ? { unit: 'ms' } : setting.is === 'percent' ? { unit: '%' } : {})}
        {...(setting.optional === true ? { onClear: () => onChange(undefined), placeholder: experiments.notSet } : {})}
      />
    );
  if (setting.is === 'switch' && setting.optional !== true) return <Switch {...props} isOn={value === true} />;
  const words =
    setting.is === 'choice'
      ? setting.of.map((word) => ({ word, text: choiceText(name, word, kinds) }))
      : [true, false].map((word) => ({ word: String(word), text: word ? experiments.yes : experiments.no }));
  return (
    <Choice
      {...props}
      chosen={value === undefined ? '' : String(value)}
      words={setting.optional === true ? [{ word: '', text: experiments.notSet }, ...words] : words}
      onChange={(word) => onChange(word === '' ? undefined : setting.is === 'switch' ? word === 'true' : word)}
    />
  );
}

interface ChoiceProps extends Pick<OneSettingProps, 'label' | 'hint' | 'isWrong'> {
  readonly chosen: string;
  readonly words: readonly { readonly word: string; readonly text: string }[];
  readonly onChange: (word: string) => void;
}

function Choice({ label, hint, isWrong, chosen, words, onChange }: ChoiceProps) {
  const id = useId();
  return (
    <Hint text={hint}>
      <div className={fieldStyles.field}>
        <label className={fieldStyles.label} htmlFor={id}>
          {label}
        </label>
        <select
          id={id}
          className={fieldStyles.select}
          value={chosen}
          aria-invalid={isWrong}
          aria-describedby={`${id}-said`}
          onChange={({ target }) => onChange(target.value)}
        >
          {words.map(({ word, text }) => (
            <option key={word} value={word}>
              {text}
            </option>
          ))}
        </select>
        <Said id={`${id}-said`} hint={hint} />
      </div>
    </Hint>
  );
}

function Switch({ label, hint, isOn, onChange }: OneSettingProps & { readonly isOn: boolean }) {
  const id = useId();
  return (
    <Hint text={hint}>
      <div>
        <Check isChecked={isOn} onChange={() => onChange(!isOn)} describedBy={id}>
          {label}
        </Check>
        <Said id={id} hint={hint} />
      </div>
    </Hint>
  );
}

/** The hint for who hears the page. */
const Said = ({ id, hint }: { readonly id: string; readonly hint: string }) => (
  <span id={id} className="hidden" aria-hidden>
    {hint}
  </span>
);
