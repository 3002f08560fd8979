/** What is pressed to see a cell in full: the same states and keys whatever it shows. It says aloud what it shows, and of what. */
import { useEffect, useRef } from 'react';
import type { CSSProperties, ReactNode } from 'react';
import { useReportWords, useWords } from '../../app-context.tsx';
import { classNames } from '../../parts/class-names.ts';
import { moveFocus } from './move-focus.ts';
import styles from './cell-button.module.css';
import type { CellView } from '#report/facts/cell.ts';
import { faultText } from '#report/text/cell-text.ts';

export interface MatrixCellProps {
  readonly cell: CellView;
  readonly deadlineMs: number;
  readonly isChosen: boolean;
  /** Trials of it are still to come. */
  readonly isPending: boolean;
  /** Of all cells of a table one is reached by Tab, the others from there by arrow keys. */
  readonly isTabStop: boolean;
  readonly onFocus: () => void;
  readonly onChoose: () => void;
}

interface CellButtonProps extends Omit<MatrixCellProps, 'deadlineMs'> {
  readonly className: string | undefined;
  readonly style?: CSSProperties;
  readonly children: ReactNode;
}

export function CellButton({ cell, isChosen, isPending, isTabStop, ...rest }: CellButtonProps) {
  const { onFocus, onChoose, className, style, children } = rest;
  const words = useReportWords();
  const { experiments } = useWords();
  const isOff = cell.judgement === 'disagrees';
  const button = useRef<HTMLButtonElement>(null);
  // Details beside the table leave less room for it.
  useEffect(() => {
    if (isChosen) button.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [isChosen]);
  return (
    <button
      ref={button}
      type="button"
      className={classNames(styles.cell, className)}
      style={style}
      data-state={cell.state}
      data-off={isOff ? '' : undefined}
      aria-pressed={isChosen}
      aria-busy={isPending}
      tabIndex={isTabStop ? 0 : -1}
      onFocus={onFocus}
      onClick={onChoose}
      onKeyDown={moveFocus}
    >
      <span className="hidden">{experiments.cellName(cell.detector.label, faultText(cell.fault, words))}</span>
      {children}
      {isOff && <span className="hidden">{experiments.cellOff}</span>}
    </button>
  );
}
