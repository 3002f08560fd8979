/** Errors by their code: what happened and what to do. What is not here is shown as the host says it. */
export interface ErrorWords {
  readonly message: (detail: { readonly given: string; readonly allowed: string; readonly errno: string }) => string;
  readonly hint: string;
}

export const errors: Readonly<Record<string, ErrorWords>> = {
  disconnected: {
    message: () => 'The host is not answering, so this could not be done.',
    hint: 'It is tried again by itself; then press once more.',
  },
};
