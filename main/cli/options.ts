/** What the command line hands to each command, parsed and checked. Commands return their exit code (main/model/error.ts). */
import type { TraceUnit } from '#contract/experiment/trace-file.ts';
import type { SocketOptions } from '#model/options.ts';
import type { HeartbeatSettings } from '#model/detectors/heartbeat.ts';
import type { Traffic } from '#model/traffic.ts';

export const languages = ['en', 'zh'] as const;
export type Language = (typeof languages)[number];

export const reportFormats = ['html', 'csv', 'json', 'md'] as const;
export type ReportFormat = (typeof reportFormats)[number];

export interface RunOptions {
  /** A file, or the name of a preset. */
  readonly target: string;
  readonly json?: string;
  /** Where the HTML report goes; false for none; absent for the default place. */
  readonly report?: string | false;
  readonly markdown?: string;
  /** In virtual time, on a model of the kernel. */
  readonly simulate: boolean;
  /** A folder for the packets of private networks. */
  readonly capture?: string;
  readonly db?: string;
  /** False leaves no trace in the history. */
  readonly history: boolean;
  readonly repeats?: number;
  readonly seed?: number;
  readonly deadlineMs?: number;
  readonly lang: Language;
  /** No live progress. */
  readonly quiet: boolean;
  /** A person has said that rules may be put into the system's packet filter. */
  readonly allowFirewall: boolean;
  /** Aborted by the first Ctrl-C: stop, save as partial, return 130. */
  readonly signal: AbortSignal;
}

export const predictedSystems = ['linux', 'darwin', 'windows', 'all'] as const;

export interface PredictOptions {
  /** A kind of detector with its settings beside it; or a file or preset; null for the defaults of three systems. */
  readonly target: string | null;
  readonly settings: DetectorOptions;
  /** `blackhole`, `outage:2s`; null for every fault that needs no setting. */
  readonly fault: string | null;
  /** Null for both. */
  readonly traffic: Traffic | null;
  /** Null for this machine's. */
  readonly os: (typeof predictedSystems)[number] | null;
  readonly json: boolean;
}

/** Settings of one detector as given on the command line, still as text: the experiment file's own schema reads them. */
export type DetectorOptions = Readonly<Record<string, string | number>>;

export interface LintOptions {
  /** `heartbeat idle=10s interval=3s tries=3`, word by word. */
  readonly words: readonly string[];
  readonly flags: DetectorOptions;
  /** Every time is divided by it. */
  readonly scale: number;
  readonly json: boolean;
  readonly db?: string;
  readonly history: boolean;
  readonly lang: Language;
  readonly quiet: boolean;
  readonly signal: AbortSignal;
}

export interface ServerOptions {
  readonly host: string;
  readonly port: number;
  readonly pongDelayMs: number;
  readonly beatEveryMs: number | null;
  readonly signal: AbortSignal;
}

export interface ClientOptions {
  readonly host: string;
  readonly port: number;
  readonly settings: HeartbeatSettings;
  readonly socketOptions: SocketOptions;
  readonly signal: AbortSignal;
}

export interface ServeCommandOptions {
  readonly allowFirewall: boolean;
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly db?: string;
  readonly signal: AbortSignal;
}

export interface ReportOptions {
  readonly id: string;
  readonly format: ReportFormat;
  /** Absent: standard output. */
  readonly output?: string;
  readonly db?: string;
  readonly lang: Language;
}

export interface ReplayOptions {
  /** A CSV file, `-`, or `ID:TRIAL` of the history. */
  readonly trace: string;
  /** Detectors as `--detector` has them. */
  readonly lines: readonly string[];
  /** A file of detectors. */
  readonly file: string | null;
  readonly unit: TraceUnit | null;
  /** `-` for standard output. */
  readonly json?: string;
  readonly db?: string;
}

/** Every command that does something; loaded only when it is called, so `--help` is quick. */
export interface Handlers {
  run(options: RunOptions): Promise<number>;
  showPresets(options: { readonly lang: Language }): Promise<number>;
  showPreset(name: string): Promise<number>;
  capabilities(options: { readonly json: boolean; readonly allowFirewall: boolean }): Promise<number>;
  predict(options: PredictOptions): Promise<number>;
  replay(options: ReplayOptions): Promise<number>;
  lint(options: LintOptions): Promise<number>;
  server(options: ServerOptions): Promise<number>;
  client(options: ClientOptions): Promise<number>;
  serve(options: ServeCommandOptions): Promise<number>;
  history(options: HistoryOptions): Promise<number>;
  report(options: ReportOptions): Promise<number>;
}

export type HistoryOptions = { readonly db?: string } & (
  | { readonly action: 'list'; readonly json: boolean }
  | { readonly action: 'show'; readonly id: string; readonly json: boolean }
  | { readonly action: 'compare'; readonly left: string; readonly right: string; readonly json: boolean }
  | { readonly action: 'export'; readonly id: string; readonly file?: string }
  | { readonly action: 'import'; readonly file: string }
  | { readonly action: 'delete'; readonly id: string }
);
