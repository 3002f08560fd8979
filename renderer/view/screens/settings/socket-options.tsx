import { useWords } from '../../app-context.tsx';
import { Sideways } from '../../parts/sideways/sideways.tsx';
import settingsStyles from './settings.module.css';
import styles from './socket-options.module.css';
import { optionFacts } from '#model/platforms/index.ts';
import type { OperatingSystem } from '#model/prediction.ts';

/** What is known of the socket options of the system that the host runs on; the same table as docs/platforms.md. */
export function SocketOptions({ os }: { readonly os: OperatingSystem }) {
  const { settings: say } = useWords();
  const facts = optionFacts.filter((fact) => fact.os === os);
  return (
    <section className={settingsStyles.section} aria-labelledby="socket-options">
      <h2 id="socket-options">{say.socketOptions}</h2>
      <Sideways label={say.socketOptions}>
        <table className={styles.options}>
          <thead>
            <tr>
              <th scope="col" data-stays>
                {say.option.call}
              </th>
              <th scope="col">{say.option.since}</th>
              <th scope="col">{say.option.range}</th>
              <th scope="col">{say.option.usual}</th>
              <th scope="col">{say.option.known}</th>
            </tr>
          </thead>
          <tbody>
            {facts.map(({ call, since, unit, range, default: usual, readable, evidence, source }) => (
              <tr key={call}>
                <th scope="row">
                  <code>{call}</code>
                  {!readable && <p className="mute">{say.option.unreadable}</p>}
                </th>
                <td>{since}</td>
                <td>{unit === 'switch' ? range : `${range} ${say.option.unit[unit]}`}</td>
                <td>{usual}</td>
                <td>
                  {say.option.evidence[evidence]}
                  <p className="mute">{source}</p>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Sideways>
    </section>
  );
}
