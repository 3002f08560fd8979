/** What the soak's host tells. */
export interface Figures {
  readonly residentMiB: number;
  readonly heapMiB: number;
  readonly descriptors: number;
  readonly threads: number;
  readonly children: number;
  readonly timers: number;
  readonly otherResources: number;
  /** Lines that the host logged so far. */
  readonly logged: number;
}

export type ToSoak =
  { readonly type: 'ready'; readonly url: string } | { readonly type: 'figures'; readonly figures: Figures };
