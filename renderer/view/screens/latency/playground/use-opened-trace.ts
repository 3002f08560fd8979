import { useCallback, useState } from 'react';
import { useWords } from '../../../app-context.tsx';
import { useNotices } from '../../../parts/toasts.tsx';
import { usePlayground } from './kept.ts';
import { parseTrace } from '#contract/experiment/trace-file.ts';
import type { TraceUnit } from '#contract/experiment/trace-file.ts';

export interface OpenedTrace {
  /** Why the last file is none; null when it is one. */
  readonly error: unknown;
  readonly unit: TraceUnit | null;
  /** Reads the last file again by another unit. */
  readonly setUnit: (unit: TraceUnit | null) => void;
  readonly open: (file: File) => Promise<void>;
}

/** A file that is none changes nothing, and says line and column. */
export function useOpenedTrace(): OpenedTrace {
  const { playground } = useWords();
  const { tell } = useNotices();
  const store = usePlayground();
  const [error, setError] = useState<unknown>(null);
  const [unit, setUnit] = useState<TraceUnit | null>(null);
  const [last, setLast] = useState<File | null>(null);
  const read = useCallback(
    async (file: File, by: TraceUnit | null) => {
      try {
        const trace = parseTrace(await file.text(), { name: file.name, unit: by });
        store.setState({ from: 'file', file: { name: file.name, trace } });
        setError(null);
        tell(playground.opened(file.name));
      } catch (thrown) {
        store.setState({ from: 'file' });
        setError(thrown);
      }
    },
    [store, playground, tell],
  );
  return {
    error,
    unit,
    setUnit: (next) => {
      setUnit(next);
      if (last !== null) void read(last, next);
    },
    open: async (file) => {
      setLast(file);
      await read(file, unit);
    },
  };
}
