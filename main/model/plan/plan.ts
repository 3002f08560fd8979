/** What can be asked of an experiment, as plain data with units in the names. Files and command lines are parsed into it. */
import type { DetectorKind, DetectorSettings } from '../detectors/index.ts';
import type { Role } from '../detectors/role.ts';
import type { Fault, FaultKind } from '../faults/index.ts';
import type { Traffic } from '../traffic.ts';

/** `random`: seeded, uniform in the detector's probe cycle; `fixed`: this long after the last cycle began. */
export type FaultPhase = { readonly kind: 'random' } | { readonly kind: 'fixed'; readonly offsetMs: number };

export interface Expectation {
  /** Any of these narrow the cells it speaks of. */
  readonly detector?: DetectorKind;
  readonly fault?: FaultKind;
  readonly traffic?: Traffic;
  readonly role?: Role;
  readonly metric: 'p50' | 'p95' | 'max' | 'detected' | 'undetected' | 'falseAlarms' | 'survived' | 'withinPrediction';
  readonly comparison: '<=' | '>=' | '<' | '>' | '==';
  /** Milliseconds for p50, p95, max; a share 0..1 for the others. */
  readonly value: number;
  /** The line as written, for reports. */
  readonly text: string;
}

/** One incident in one language. */
export interface StoryText {
  readonly title: string;
  readonly happened: string;
  /** Why nobody noticed. */
  readonly why: string;
  /** Which setting decides. */
  readonly decides: string;
  readonly fix: string;
  /** How the times of the plan compare with those of the incident. */
  readonly scale?: string;
}

/** What an experiment is about: an incident that happened to somebody. */
export interface Story {
  readonly en: StoryText;
  readonly zh?: StoryText;
  /** Addresses of what was written about it. */
  readonly sources: readonly string[];
}

/** A whole experiment: every detector x fault x traffic is a cell, each tried `repeats` times. */
export interface Plan {
  readonly version: 1;
  readonly name: string;
  readonly deadlineMs: number;
  readonly repeats: number;
  readonly phase: FaultPhase;
  readonly seed: number;
  readonly detectors: readonly DetectorSettings[];
  readonly faults: readonly Fault[];
  readonly traffic: readonly Traffic[];
  readonly expect: readonly Expectation[];
  readonly story?: Story;
}
