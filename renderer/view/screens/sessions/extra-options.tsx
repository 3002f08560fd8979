/** Socket options beside what a detector asks of the kernel: empty leaves the system's. */
import { useReportWords, useWords } from '../../app-context.tsx';
import { Field } from '../../parts/field.tsx';
import { optionsOf } from './extras.ts';
import type { Extras } from './extras.ts';
import fieldStyles from '../../parts/field.module.css';
import formStyles from './form.module.css';
import { settingLabel } from '#report/text/kinds.ts';

interface ExtraOptionsProps {
  readonly extras: Extras;
  readonly onChange: (extras: Extras) => void;
}

export function ExtraOptions({ extras, onChange }: ExtraOptionsProps) {
  const { sessions: say, frame } = useWords();
  const { kinds } = useReportWords();
  const ofKeepalive = (name: string): string => `${say.keepalive}${frame.colon}${settingLabel(name, kinds)}`;
  const fields = [
    { name: 'idle', label: ofKeepalive('idle'), unit: 's' },
    { name: 'interval', label: ofKeepalive('interval'), unit: 's' },
    { name: 'count', label: ofKeepalive('count'), unit: '' },
    { name: 'userTimeout', label: say.userTimeout, unit: 'ms' },
  ] as const;
  return (
    <details>
      <summary>{say.extras}</summary>
      <div className={formStyles.form}>
        {fields.map(({ name, label, unit }) => (
          <Field
            key={name}
            label={label}
            unit={unit}
            inputMode="numeric"
            value={extras[name]}
            onChange={(value) => onChange({ ...extras, [name]: value })}
          />
        ))}
      </div>
      <p className={optionsOf(extras) === null ? fieldStyles.error : fieldStyles.hint}>{say.extrasRange}</p>
    </details>
  );
}
