import { ulid } from 'ulid';

/** Sorts by time and can be typed by its first letters: `01kb3…`. */
export const newRunId = (): string => ulid().toLowerCase();
