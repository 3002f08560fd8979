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
  'run-not-saved': {
    message: () => 'The experiment could not be saved to the history.',
    hint: 'What was measured is in a file beside the history; take it in later from the History screen.',
  },
  'run-elsewhere': { message: () => 'This experiment runs in another Halfopen program.', hint: 'Cancel it there.' },
  'run-under-way': {
    message: () => 'An experiment is running already; two at once would disturb each other.',
    hint: 'Wait until it is over, or cancel it: what it measured is kept.',
  },
  'experiment-not-found': {
    message: () => 'This experiment is not in the history any more.',
    hint: 'It may have been deleted; see the History screen.',
  },
  'not-lintable': {
    message: ({ given }) => `${given} sets itself no time by which it decides, so there is nothing to hold it to.`,
    hint: 'Choose a heartbeat, or any other detector with a time of its own.',
  },
  'experiment-running': { message: () => 'This experiment is still running.', hint: 'Cancel it first.' },
  'history-locked': {
    message: () => 'The history is held by another program.',
    hint: 'Nothing is lost: it is tried again. Close the other program if this goes on.',
  },
  'disk-full': {
    message: () => 'The disk is full.',
    hint: 'Free some space. A run that goes on keeps what it measures in memory and writes it when there is room.',
  },
  'history-read-only': {
    message: () => 'The history may not be written.',
    hint: 'Change its permissions, or start Halfopen with --db FILE.',
  },
  'history-damaged': {
    message: () => 'The history file is damaged.',
    hint: 'Restore it from one of the backups beside it.',
  },
  'history-io': {
    message: () => 'The disk refuses to read or write the history.',
    hint: 'Check the disk; what runs is kept in memory.',
  },
  'import-invalid': {
    message: () => 'This file is no export of Halfopen.',
    hint: 'Take in a file that was exported as JSON or as a bundle.',
  },
  'import-incomplete': {
    message: () => 'This file ends in the middle.',
    hint: 'Export or copy it once more; nothing was taken in.',
  },
  'import-from-the-future': {
    message: () => 'This file was made by a newer Halfopen.',
    hint: 'Update Halfopen; nothing was taken in.',
  },
  'no-pdf': {
    message: () => 'This host cannot make a PDF: only the desktop window can.',
    hint: 'Save the HTML report, open it, and print it to a PDF.',
  },
  'no-trace': {
    message: () => 'This trial received fewer than two heartbeats: there is nothing to replay.',
    hint: 'Take a trial of a detector that hears from its peer: a heartbeat, phi-accrual, k-of-n, bfd or a receive deadline.',
  },
  'no-such-session': { message: () => 'This session is not there any more.', hint: 'See the table of sessions.' },
  'no-such-server': { message: () => 'This probe server is not there any more.', hint: 'Start another one.' },
  'server-gone': { message: () => 'This probe server is gone.', hint: 'Start another one.' },
  'too-many-sessions': {
    message: () => 'More sessions than this machine allows.',
    hint: 'Choose fewer, or raise the limit on open files (ulimit -n).',
  },
  'helper-missing': {
    message: () => 'Socket options cannot be set: the native helper is not available.',
    hint: 'Run npm run build:native; it says what is missing.',
  },
  internal: {
    message: () => 'Something went wrong inside Halfopen.',
    hint: 'This is a defect; the log of the host says more.',
  },
  'bad-answer': {
    message: () => 'The host answered with something else than agreed.',
    hint: 'Reload: it may be of another version.',
  },
  'host-closed': { message: () => 'The host is shutting down.', hint: 'Start Halfopen again.' },
  'pdf-failed': { message: () => 'The PDF could not be made.', hint: 'Save the HTML report and print it instead.' },
  'port-in-use': {
    message: ({ given }) => `Port ${given} is in use by another program.`,
    hint: 'Choose another, or end the other program.',
  },
  'cannot-listen': {
    message: ({ errno }) => `Nothing can listen there: ${errno}.`,
    hint: 'Choose another address or port.',
  },
  'not-reachable': {
    message: ({ errno }) => `No connection: ${errno}.`,
    hint: 'Check that a server listens there and that no firewall is between.',
  },
  'option-failed': {
    message: ({ errno }) => `The kernel refused a socket option: ${errno}.`,
    hint: 'Nothing was changed.',
  },
  'option-refused': {
    message: ({ given, allowed }) => `The kernel cannot hold ${given}; allowed: ${allowed}.`,
    hint: 'Nothing was changed.',
  },
  'firewall-refused': {
    message: () => "The system's packet filter did not take the rule: nothing was cut.",
    hint: 'Start Halfopen as administrator (Windows) or root (macOS), or put the peer on another machine and pull its cable.',
  },
  'not-suspended': {
    message: ({ errno }) => `The peer process could not be suspended or resumed: ${errno}.`,
    hint: 'It may have ended; start another probe server.',
  },
};
