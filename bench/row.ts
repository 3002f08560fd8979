/** One line of `npm run bench`: `halfopen.bench/1`. */
export interface Row {
  readonly name: string;
  readonly ours: number;
  readonly unit: string;
  /** Measured in the same run, on the same machine. */
  readonly rival?: number;
  readonly rivalName?: string;
  /** rival / ours for times: above 1 we are quicker. */
  readonly ratio?: number;
  /** Lowest and highest ratio over the rounds. */
  readonly spread?: readonly [number, number];
}
