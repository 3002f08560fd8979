/**
 * What a detector says about itself, in one record: its settings, its machine, and its traits. Everything else reads the
 * record: predictions, timetable, checks, files, forms, reports. Nobody asks what kind it is.
 */
import type { Channel, Detector } from '../detector.ts';
import type { Known } from '../predict/known.ts';
import type { Settings, Variants } from '../settings/setting.ts';
import type { RangeMs } from '../time.ts';
import type { FrameFormat } from '../wire/frame.ts';

/** What a detector sends by itself, again and again. */
export interface Sends {
  readonly what: 'ping' | 'data' | 'urgent';
  readonly channel: Channel;
  /**
   * `after-silence`: when nothing was heard for `silenceMs`. `steady`: every `longestMs`, whatever it hears.
   * `varying`: by a schedule of its own, which its timer `ping` knows.
   */
  readonly rhythm: 'after-silence' | 'steady' | 'varying';
  /** Nothing heard for so long makes it send; null for other rhythms. */
  readonly silenceMs: number | null;
  /** The shortest gap between two, once nothing is answered any more. */
  readonly shortestMs: number;
  /** The longest gap between two of a healthy session. */
  readonly longestMs: number;
  /** True when the session's own writes put the next one off. */
  readonly isPutOffByWrites: boolean;
}

/** What the process of the peer must say, not just its kernel. */
export interface Awaits {
  readonly channel: Channel;
  /** PONG to a PING, or a message that the peer sends of its own accord. */
  readonly what: 'pong' | 'beat';
  /** How often the peer sends a message of its own accord; null when it only answers. */
  readonly everyMs: number | null;
  /** Whether any data of the peer is a sign of life. */
  readonly hearsData: boolean;
  /** The shortest silence that may be fatal. */
  readonly leastMs: number;
  /** How late an answer may be until its PING is repeated or counted as missed. */
  readonly patienceMs: number;
  /** PINGs that may stay unanswered, each for `patienceMs`; null when it does not count them. */
  readonly tries: number | null;
  /** Whether a PONG to an older PING than the last is a sign of life too. */
  readonly takesStale: boolean;
}

export interface Polls {
  /** How often TCP_INFO is read. */
  readonly everyMs: number;
  /** How long without an acknowledgement means dead; null for a detector that believes the state alone. */
  readonly silenceMs: number | null;
}

export interface Traits {
  /** `reading`: what recv() returns; `errors`: only errno, never EOF; `polling`: TCP_INFO and nothing else. */
  readonly believes: 'reading' | 'errors' | 'polling';
  readonly sends: Sends | null;
  readonly awaits: Awaits | null;
  readonly polls: Polls | null;
  /** Size of its frames on the wire. */
  readonly frame: FrameFormat;
  /** The longest time to notice silence on an idle connection, kernel granules aside; null when it never does. */
  readonly budgetMs: number | null;
  /** The longest silence of a healthy, idle session; null when nothing is ever said. */
  readonly quietMs: number | null;
  /** The period after which a healthy session is back where it was; null when it has none. */
  readonly cycleMs: number | null;
  /**
   * How late an answer may be handled before the detector holds it against its peer, once; null when the kernel handles
   * answers. More than one such delay in a row makes a false verdict.
   */
  readonly toleratesLateMs: number | null;
}

/** Closed form of the application's own verdict, when nothing is heard any more. */
export interface OwnRule<S> {
  /** Stable id; `rules` of the words translate it. */
  readonly rule: string;
  readonly formula: string;
  readonly source: string;
  /** From the fault to the verdict, before the lateness of timers. */
  after(settings: S, known: Known): RangeMs;
}

/** The pace of recorded heartbeats: two digits, as people choose intervals. */
export interface Pace {
  readonly paceMs: number;
  readonly slackMs: number;
}

/** Whether arrivals that were recorded once tell what the detector would have said of them. */
export type Replay<S> =
  /** It asks the kernel, which no trace has recorded. */
  | 'asks-kernel'
  /** It decides when heartbeats are sent: other settings would have made other arrivals. */
  | 'makes-arrivals'
  | {
      /** Settings that make no difference to a replay, by their names in files. */
      readonly ignores: readonly string[];
      /** Settings that suit heartbeats of this pace. */
      fit(pace: Pace): S;
      /** Among those that a replay begins with. */
      readonly isUsual: boolean;
    };

/** Settings that contradict each other: the one to change, and what it may be. */
export interface Misfit {
  readonly setting: string;
  readonly allowed: string;
}

/** A key of files that stands for another kind: `connection: dedicated` makes a heartbeat a dedicated one. */
export interface Alias {
  readonly key: string;
  readonly says: string;
  /** Value to the kind it stands for. */
  readonly kinds: Readonly<Record<string, string>>;
}

export interface DetectorPart<S extends { readonly kind: string }> {
  readonly kind: S['kind'];
  /** One sentence: how it decides. */
  readonly says: string;
  readonly settings: Settings | Variants;
  /** What people would try first. */
  readonly example: S;
  readonly alias?: Alias;
  readonly replay: Replay<S>;
  /**
   * Closed form of its verdict on silence. `kernel`: it leaves that to the kernels, and their rules are its rules. Absent:
   * its machine is played on the simulated kernel (main/model/predict/played).
   */
  readonly ownRule?: OwnRule<S> | 'kernel';
  /** Short and stable: rows of tables, and what people call the detector. */
  label(settings: S): string;
  machine(settings: S): Detector;
  traits(settings: S): Traits;
  /** Null when the settings fit each other. */
  misfit?(settings: S): Misfit | null;
  /** What surprises people about these settings. */
  warnings?(settings: S): readonly string[];
}

/** Checks the record against the type of its settings, and nothing else. */
export const detector = <S extends { readonly kind: string }>(part: DetectorPart<S>): DetectorPart<S> => part;

/** What most detectors are: readers of a connection that send, await and poll nothing. */
export const readerTraits: Traits = {
  believes: 'reading',
  sends: null,
  awaits: null,
  polls: null,
  frame: 'classic',
  budgetMs: null,
  quietMs: null,
  cycleMs: null,
  toleratesLateMs: null,
};

/** Sends at an even pace on the watched connection, whatever it hears. */
export const steadily = (what: Sends['what'], everyMs: number): Sends => ({
  what,
  channel: 'main',
  rhythm: 'steady',
  silenceMs: null,
  shortestMs: everyMs,
  longestMs: everyMs,
  isPutOffByWrites: false,
});
