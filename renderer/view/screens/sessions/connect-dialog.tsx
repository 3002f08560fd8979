/** Opening sessions: to whom, watched by what, with which options; what theory expects stands beside it while typing. */
import { useState } from 'react';
import { useAbilities, useReportWords, useWords } from '../../app-context.tsx';
import { Button } from '../../parts/button.tsx';
import { ExtraOptions } from './extra-options.tsx';
import { noExtras, optionsOf } from './extras.ts';
import { Field } from '../../parts/field.tsx';
import { Modal } from '../../parts/modal.tsx';
import { Segments } from '../../parts/segments.tsx';
import { EntryEditor } from '../experiments/builder/entry-editor.tsx';
import { problemsOf, problemsUnder } from '../experiments/builder/plan-problems.ts';
import type { EntryProblem } from '../experiments/builder/plan-problems.ts';
import { useSessionsActions } from './use-sessions-actions.ts';
import { classNames } from '../../parts/class-names.ts';
import fieldStyles from '../../parts/field.module.css';
import modalStyles from '../../parts/modal.module.css';
import styles from './connect-dialog.module.css';
import formStyles from './form.module.css';
import { heartbeat } from '#model/detectors/heartbeat.ts';
import { detectorParts } from '#model/detectors/index.ts';
import { keepalive } from '#model/detectors/keepalive.ts';
import { cableCut } from '#model/faults/index.ts';
import type { Words } from '../../words/en/index.ts';
import type { ServerRow } from '#model/live/live.ts';
import { predictCell } from '#model/predict/index.ts';
import { liveTraffics } from '#model/traffic.ts';
import type { DetectorSettings } from '#model/detectors/index.ts';
import type { LiveTraffic } from '#model/traffic.ts';
import { predictedText } from '#report/text/cell-text.ts';
import { detectorGloss } from '#report/text/kinds.ts';
import { freshPlan } from '#store/plan-draft.ts';

interface ConnectDialogProps {
  readonly isOpen: boolean;
  readonly servers: readonly ServerRow[];
  readonly onClose: () => void;
}

export function ConnectDialog({ isOpen, servers, onClose }: ConnectDialogProps) {
  const { sessions: say } = useWords();
  return (
    <Modal isOpen={isOpen} onClose={onClose} title={say.connectTitle} isWide>
      <ConnectForm servers={servers.filter(({ state }) => state !== 'gone')} onClose={onClose} />
    </Modal>
  );
}

/** Why these settings cannot be used; by the rules of experiment files. */
const problemsWith = (
  detector: DetectorSettings | undefined,
  enter: Words['experiments']['enter'],
): readonly EntryProblem[] =>
  detector === undefined
    ? []
    : problemsUnder(problemsOf({ ...freshPlan, detectors: [detector] }, enter), 'detectors[0]');

function ConnectForm({ servers, onClose }: Omit<ConnectDialogProps, 'isOpen'>) {
  const { sessions: say, experiments, frame } = useWords();
  const { kinds } = useReportWords();
  const { open } = useSessionsActions();
  const [chosen, setChosen] = useState<string | null>(null);
  // The first of ours, even one that is known only a moment after this was opened.
  const target = chosen ?? (servers[0] === undefined ? 'elsewhere' : String(servers[0].server));
  const [host, setHost] = useState('');
  const [port, setPort] = useState('43211');
  const [detectors, setDetectors] = useState<readonly DetectorSettings[]>([keepalive.example, heartbeat.example]);
  const [traffic, setTraffic] = useState<LiveTraffic>('idle');
  const [count, setCount] = useState('1');
  const [extras, setExtras] = useState(noExtras);
  const isElsewhere = target === 'elsewhere';
  const badHost = isElsewhere && host.trim() === '' ? say.needsHost : null;
  const badPort = isElsewhere && !inRange(port, 1, 65_535) ? say.wrongNumber(1, 65_535) : null;
  const badCount = inRange(count, 1, 10_000) ? null : say.wrongNumber(1, 10_000);
  const none = detectors.length === 0 ? say.needsDetector : null;
  const badDetector = detectors.flatMap((each) => problemsWith(each, experiments.enter))[0]?.message ?? null;
  const options = optionsOf(extras);
  const cannot = badHost ?? badPort ?? badCount ?? none ?? badDetector ?? (options === null ? say.extrasRange : null);
  const submit = async (): Promise<void> => {
    const to = isElsewhere ? { host: host.trim(), port: Number(port) } : { server: Number(target) };
    onClose();
    await open({ to, detectors: [...detectors], options: options ?? {}, traffic, count: Number(count) });
  };
  return (
    <>
      <div className={formStyles.form}>
        <label className={fieldStyles.field}>
          <span className={fieldStyles.label}>{say.to}</span>
          <select className={fieldStyles.select} value={target} onChange={(event) => setChosen(event.target.value)}>
            {servers.map(({ server, endpoint }) => (
              <option key={server} value={server}>{`${endpoint.address}:${endpoint.port}`}</option>
            ))}
            <option value="elsewhere">{say.elsewhere}</option>
          </select>
        </label>
        {isElsewhere && (
          <>
            <Field label={say.host} value={host} onChange={setHost} error={badHost} />
            <Field label={say.port} value={port} onChange={setPort} error={badPort} inputMode="numeric" />
          </>
        )}
        <Field label={say.count} value={count} onChange={setCount} error={badCount} inputMode="numeric" />
        <div className={fieldStyles.field}>
          <span className={fieldStyles.label}>{say.traffic}</span>
          <Segments
            label={say.traffic}
            value={traffic}
            options={liveTraffics.map((value) => ({ value, text: say.trafficName[value] }))}
            onChange={setTraffic}
          />
        </div>
      </div>
      <fieldset>
        <legend>
          <h3>{say.detectors}</h3>
        </legend>
        <p className={fieldStyles.hint}>{say.whyOneEach}</p>
        <EntryEditor
          entries={detectors}
          parts={detectorParts}
          glossOf={({ kind }) => detectorGloss(kind, kinds)}
          problemsAt={(at) => problemsWith(detectors[at], experiments.enter)}
          onSet={(at, entry) =>
            setDetectors(entry === null ? detectors.toSpliced(at, 1) : detectors.toSpliced(at, 1, entry))
          }
        />
        <Previews detectors={detectors} traffic={traffic} />
      </fieldset>
      <ExtraOptions extras={extras} onChange={setExtras} />
      <div className={modalStyles.actions}>
        <Button onClick={onClose}>{frame.cancel}</Button>
        <Button look="main" cannot={cannot} onClick={() => void submit()}>
          {say.open}
        </Button>
      </div>
    </>
  );
}

const inRange = (text: string, least: number, most: number): boolean =>
  /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most;

interface PreviewsProps {
  readonly detectors: readonly DetectorSettings[];
  readonly traffic: LiveTraffic;
}

/** What theory expects of each when the cable is cut. */
function Previews({ detectors, traffic }: PreviewsProps) {
  const { sessions: say, frame } = useWords();
  const words = useReportWords();
  const abilities = useAbilities();
  if (abilities === null) return null;
  return (
    <ul className={classNames('mute', styles.previews)}>
      {detectors.map((detector, at) => (
        // Entries may be equal, and keep their places.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={`${detector.kind} ${at}`}>
          {detector.kind}
          {frame.colon}
          {say.preview(
            predictedText(predictCell({ detector, fault: cableCut, traffic, kernel: abilities.kernel }), false, words),
          )}
        </li>
      ))}
    </ul>
  );
}
