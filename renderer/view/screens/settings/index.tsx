/** Language, looks, where the data is, and what this machine can do. */
import { Check, Copy, FolderOpen, X } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { useAbilities, useApp, useWords } from '../../app-context.tsx';
import { Button } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { Segments } from '../../parts/segments.tsx';
import { useNotices } from '../../parts/toasts.tsx';
import { SocketOptions } from './socket-options.tsx';
import { Facts } from '../../parts/facts.tsx';
import fieldStyles from '../../parts/field.module.css';
import { Screen } from '../../parts/screen.tsx';
import styles from './settings.module.css';
import type { Abilities } from '#contract/wire/abilities.ts';
import type { Preferences } from '#model/history-query.ts';

export default function SettingsScreen() {
  const { settings: say } = useWords();
  const abilities = useAbilities();
  return (
    <Screen width="narrow">
      <ScreenHead title={say.title} />
      <Look />
      {abilities !== null && (
        <>
          <Data abilities={abilities} />
          <Machine abilities={abilities} />
          <SocketOptions os={abilities.kernel.os} />
          <About abilities={abilities} />
        </>
      )}
    </Screen>
  );
}

function usePreferences(): readonly [Preferences, (change: Partial<Preferences>) => void] {
  const { preferences } = useApp();
  const { fail } = useNotices();
  const state = useStore(preferences.store);
  return [state, (change) => void preferences.set(change).catch(fail)];
}

function Look() {
  const { settings: say } = useWords();
  const [{ language, theme }, set] = usePreferences();
  return (
    <section className={styles.rows} aria-label={say.look}>
      <span className={fieldStyles.label}>{say.language}</span>
      <Segments
        label={say.language}
        value={language}
        options={[
          { value: 'system', text: say.system },
          { value: 'en', text: 'English' },
          { value: 'zh', text: '中文' },
        ]}
        onChange={(next) => set({ language: next })}
      />
      <span className={fieldStyles.label}>{say.theme}</span>
      <Segments
        label={say.theme}
        value={theme}
        options={[
          { value: 'system', text: say.system },
          { value: 'light', text: say.light },
          { value: 'dark', text: say.dark },
        ]}
        onChange={(next) => set({ theme: next })}
      />
    </section>
  );
}

function Data({ abilities }: { readonly abilities: Abilities }) {
  const { settings: say } = useWords();
  const { client } = useApp();
  const { tell, fail } = useNotices();
  const { reveal, historyPath } = abilities;
  return (
    <section className={styles.section} aria-labelledby="data">
      <h2 id="data">{say.data}</h2>
      <p className={styles.path}>
        <code>{historyPath}</code>
        <Button
          look="quiet"
          size="icon"
          aria-label={say.copyPath}
          onClick={() => void navigator.clipboard.writeText(historyPath).then(() => tell(say.copied), fail)}
        >
          <Copy aria-hidden />
        </Button>
        <Button
          cannot={reveal === true ? null : `${reveal.no} ${reveal.fix ?? ''}`}
          onClick={() => void client.call('host.reveal', null).catch(fail)}
        >
          <FolderOpen aria-hidden />
          {say.showFolder}
        </Button>
      </p>
      <Retention />
      <p className="mute">{say.privacy}</p>
    </section>
  );
}

function Retention() {
  const { settings: say } = useWords();
  const [{ keepDays }, set] = usePreferences();
  const [typed, setTyped] = useState(String(keepDays ?? 365));
  const bad = /^\d+$/.test(typed) && Number(typed) >= 1 && Number(typed) <= 36_500 ? null : say.badDays;
  return (
    <div className={styles.rows}>
      <span className={fieldStyles.label}>{say.retention}</span>
      <div className={styles.retention}>
        <Segments
          label={say.retention}
          value={keepDays === null ? 'ever' : 'days'}
          options={[
            { value: 'ever', text: say.forEver },
            { value: 'days', text: say.someDays },
          ]}
          onChange={(kind) => set({ keepDays: kind === 'ever' ? null : bad === null ? Number(typed) : 365 })}
        />
        {keepDays !== null && (
          <Field
            label={say.days}
            value={typed}
            inputMode="numeric"
            error={bad}
            onChange={(next) => {
              setTyped(next);
              if (/^\d+$/.test(next) && Number(next) >= 1 && Number(next) <= 36_500) set({ keepDays: Number(next) });
            }}
          />
        )}
        {keepDays !== null && <span className={fieldStyles.hint}>{say.retentionHint}</span>}
      </div>
    </div>
  );
}

function Machine({ abilities }: { readonly abilities: Abilities }) {
  const { settings: say } = useWords();
  return (
    <section className={styles.section} aria-labelledby="machine">
      <h2 id="machine">{say.machine}</h2>
      <ul className={styles.capabilities}>
        {abilities.capabilities.map(({ id, what, can }) => (
          <li key={id}>
            {can === true ? <Check className={styles.can} aria-hidden /> : <X className={styles.cannot} aria-hidden />}
            <div>
              <span className="hidden">{can === true ? say.can : say.cannot}: </span>
              {say.capability[id] ?? what}
              {can !== true && (
                <p className="mute">
                  {can.no}. {can.fix !== undefined && <code>{can.fix}</code>}
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function About({ abilities: { host, kernel } }: { readonly abilities: Abilities }) {
  const { settings: say } = useWords();
  return (
    <section className={styles.section} aria-labelledby="about">
      <h2 id="about">{say.about}</h2>
      <Facts>
        <dt>Halfopen</dt>
        <dd>{host.halfopen}</dd>
        <dt>Node.js</dt>
        <dd>{host.node}</dd>
        <dt>{say.kernel}</dt>
        <dd>{`${host.os} ${host.kernel} ${host.arch}`}</dd>
        <dt>HZ</dt>
        <dd>{kernel.hz}</dd>
        <dt>net.ipv4.tcp_retries2</dt>
        <dd>{kernel.retries2}</dd>
      </Facts>
    </section>
  );
}
