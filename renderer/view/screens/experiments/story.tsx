/** An incident as it can be read: before a run, and beside what the run showed. */
import { useReportWords } from '../../app-context.tsx';
import styles from './story.module.css';
import type { Plan, Story } from '#model/plan/plan.ts';
import type { Role } from '#model/detectors/role.ts';
import { detectorLabel } from '#model/detectors/index.ts';
import { faultLabel } from '#model/faults/index.ts';
import { faultText } from '#report/text/cell-text.ts';
import { showingText, showingsOf, storyIn } from '#report/facts/incident.ts';
import type { ReportModel } from '#report/facts/model.ts';

/** Short sentences in the order in which one asks. */
export function StoryParts({ story }: { readonly story: Story }) {
  const { incident, code } = useReportWords();
  const { happened, why, decides, fix, scale } = storyIn(story, code);
  return (
    <dl className={styles.story}>
      <dt>{incident.happened}</dt>
      <dd>{happened}</dd>
      <dt>{incident.why}</dt>
      <dd>{why}</dd>
      <dt>{incident.decides}</dt>
      <dd>{decides}</dd>
      <dt>{incident.fix}</dt>
      <dd>{fix}</dd>
      {scale !== undefined && (
        <>
          <dt>{incident.scale}</dt>
          <dd className="mute">{scale}</dd>
        </>
      )}
    </dl>
  );
}

export function StorySources({ story: { sources } }: { readonly story: Story }) {
  const { incident } = useReportWords();
  if (sources.length === 0) return null;
  return (
    <section className={styles.sources}>
      <p className="mute">{incident.sources}</p>
      <ul>
        {sources.map((source) => (
          <li key={source}>
            <a href={source} target="_blank" rel="noreferrer">
              {source.replace(/^https?:\/\//, '')}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What will be compared: the settings before and after, and what is done to them. */
export function StorySettings({ plan }: { readonly plan: Plan }) {
  const { incident, traffic } = useReportWords();
  const of = (role: Role): string[] => plan.detectors.filter((each) => each.role === role).map(detectorLabel);
  const struck = [...plan.faults.map(faultLabel), ...plan.traffic.map((kind) => traffic[kind])];
  return (
    <dl className={styles.settings}>
      <dt>{incident.before}</dt>
      <dd>{of('before').join(', ')}</dd>
      <dt>{incident.after}</dt>
      <dd>{of('after').join(', ')}</dd>
      <dt>{incident.struck}</dt>
      <dd>{struck.join(' · ')}</dd>
    </dl>
  );
}

/** What before and after did: fills up as the run goes on. */
export function StoryShown({ report }: { readonly report: ReportModel }) {
  const words = useReportWords();
  const { incident, traffic } = words;
  const { deadlineMs } = report.result.plan;
  const showings = showingsOf(report);
  if (showings.length === 0) return null;
  return (
    <section className={styles.shown} aria-live="polite">
      <h2>{incident.shown}</h2>
      <dl>
        {showings.map(({ role, cell }) => (
          <div key={`${cell.detector.label} ${cell.fault.label} ${cell.traffic}`} data-role={role}>
            <dt>
              <b>{incident[role]}</b> {cell.detector.label}
              <small>
                {faultText(cell.fault, words)} {'\u00b7'} {traffic[cell.traffic]}
              </small>
            </dt>
            <dd>{cell.state === 'empty' ? '\u2026' : showingText(cell, words, deadlineMs)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Beside a result. */
export function StoryAside({ story }: { readonly story: Story }) {
  const { code } = useReportWords();
  return (
    <aside className={styles.aside} aria-label={storyIn(story, code).title}>
      <h2>{storyIn(story, code).title}</h2>
      <StoryParts story={story} />
      <StorySources story={story} />
    </aside>
  );
}
