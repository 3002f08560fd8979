import type { Words } from '#report';
import type { TableStyle } from './table-style.ts';

/** What everything that is printed at the end of a run needs to know. */
export interface Page {
  readonly words: Words;
  readonly style: TableStyle;
  /** Width of the terminal. */
  readonly columns: number;
  readonly deadlineMs: number;
}
