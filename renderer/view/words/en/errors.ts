/** Errors by their code: what happened and what to do. What is not here is shown as the host says it. */
export interface ErrorWords {
  readonly message: (detail: ShownDetail) => string;
  readonly hint: string;
  /** Instead of `hint`, where the errno says more. */
  readonly hints?: Readonly<Record<string, string>>;
}

/** Of an error's detail, with empty texts for what it does not have. */
interface ShownDetail {
  readonly given: string;
  readonly allowed: string;
  readonly errno: string;
  readonly path: string;
}

export const errors: Readonly<Record<string, ErrorWords>> = {
  disconnected: {
    message: () => 'The host is not responding, so nothing was done.',
    hint: 'This page reconnects by itself. Then try again.',
  },
  'run-not-saved': {
    message: () => 'The experiment could not be saved to the history.',
    hint: 'Its results are in a file next to the history. Import that file on the History screen.',
  },
  'run-elsewhere': {
    message: () => 'Another Halfopen program is running this experiment.',
    hint: 'Cancel it there.',
  },
  'run-under-way': {
    message: () => 'Another experiment is running. Two at once would disturb each other.',
    hint: 'Wait until it ends, or cancel it. Its results so far are kept.',
  },
  'experiment-not-found': {
    message: () => 'This experiment is no longer in the history.',
    hint: 'Someone may have deleted it. See the History screen.',
  },
  'not-lintable': {
    message: ({ given }) => `${given} has no detection time of its own, so there is nothing to check.`,
    hint: 'Choose a heartbeat, or another detector with a detection time of its own.',
  },
  'experiment-running': { message: () => 'This experiment is still running.', hint: 'Cancel it first.' },
  'experiment-finished': {
    message: () => 'This experiment is finished, and the file would change it. Nothing was imported.',
    hint: 'Finished experiments don\u2019t change. Import the file into another history.',
  },
  'experiment-unreadable': {
    message: () => 'This experiment can\u2019t be shown: its data isn\u2019t what Halfopen writes.',
    hint: 'You can delete it. The others aren\u2019t affected.',
  },
  'history-locked': {
    message: () => 'Another program is using the history file.',
    hint: 'Nothing is lost: Halfopen tries again. If this persists, close the other program.',
  },
  'disk-full': {
    message: () => 'The disk is full.',
    hint: 'Free some space. A running experiment keeps its results in memory and saves them once there is space.',
  },
  'history-read-only': {
    message: () => 'The history file is read-only.',
    hint: 'Change its permissions, or start Halfopen with --db FILE.',
  },
  'history-needs-wal': {
    message: () => 'The history can\u2019t be on this file system: SQLite can\u2019t keep a write-ahead log there.',
    hint: 'Start Halfopen with --db FILE, on a local disk.',
  },
  'history-damaged': {
    message: () => 'The history file is damaged.',
    hint: 'Restore it from one of the backups next to it.',
  },
  'history-io': {
    message: () => 'The disk refuses to read or write the history file.',
    hint: 'Check the disk. A running experiment keeps its results in memory.',
  },
  'import-invalid': {
    message: ({ given, path, allowed }) =>
      path === ''
        ? `${given} isn\u2019t a Halfopen export. Nothing was imported.`
        : `${given} can\u2019t be imported because of a value at ${path}. Allowed: ${allowed}. Nothing was imported.`,
    hint: 'Import a file that was exported as JSON or as a bundle.',
  },
  'import-incomplete': {
    message: ({ given }) => `${given} is incomplete. Nothing was imported.`,
    hint: 'Export or copy the file again.',
  },
  'import-from-the-future': {
    message: ({ given }) => `A newer version of Halfopen made ${given}. Nothing was imported.`,
    hint: 'Update Halfopen.',
  },
  'no-pdf': {
    message: () => 'This host cannot create a PDF. Only the desktop app can.',
    hint: 'Save the HTML report, open it, and print it to PDF.',
  },
  'no-trace': {
    message: () => 'This trial received fewer than two heartbeats, so there is nothing to replay.',
    hint: 'Choose a trial of a detector that hears from its peer: heartbeat, phi-accrual, k-of-n, bfd or receive-deadline.',
  },
  'no-such-session': { message: () => 'This session no longer exists.', hint: 'See the table of sessions.' },
  'no-such-server': { message: () => 'This probe server no longer exists.', hint: 'Start another one.' },
  'server-gone': { message: () => 'This probe server has ended.', hint: 'Start another one.' },
  'too-many-sessions': {
    message: () => 'This machine does not allow that many sessions.',
    hint: 'Open fewer, or raise the limit on open files (ulimit -n).',
  },
  'helper-missing': {
    message: () => 'The native helper is not available, so Halfopen cannot set socket options.',
    hint: 'Run npm run build:native. It says what is missing.',
  },
  internal: {
    message: () => 'Something went wrong inside Halfopen.',
    hint: 'This is a bug. The log of the host says more.',
  },
  'bad-answer': {
    message: () => 'The host sent an unexpected answer.',
    hint: 'Reload the page: page and host may be different versions.',
  },
  'history-thread-ended': {
    message: () => 'The part of Halfopen that keeps the history has stopped.',
    hint: 'What it had written is in the history. Start Halfopen again.',
  },
  'host-closed': { message: () => 'The host is shutting down.', hint: 'Start Halfopen again.' },
  'pdf-failed': { message: () => 'The PDF could not be created.', hint: 'Save the HTML report and print it instead.' },
  'port-in-use': {
    message: ({ given }) => `Another program is using port ${given}.`,
    hint: 'Choose another port, or close that program.',
  },
  'cannot-listen': {
    message: ({ errno }) => `The server cannot listen there: ${errno}.`,
    hint: 'Choose another address or port.',
  },
  'not-reachable': {
    message: ({ errno }) => `The connection failed: ${errno}.`,
    hint: 'Check that a server listens there and that no firewall is in between.',
    hints: {
      ECONNREFUSED: 'Nothing listens on that port. Check the port, or start a server there.',
      ETIMEDOUT: 'Nothing answered. The host may be down, or a firewall may drop the packets.',
      EHOSTUNREACH: 'No route leads to that host, or it is down. Check the address.',
      ENETUNREACH: 'This machine has no route to that network. Check the address and the connection of this machine.',
      ENOTFOUND: 'No host has that name. Check the spelling, or enter its address.',
      EAI_AGAIN: 'The name server did not answer. Enter the address of the host.',
      EMFILE: 'Halfopen has reached its limit of open files. Raise it (ulimit -n) and start Halfopen again.',
      ENFILE: 'This system has reached its limit of open files. Close other programs.',
      EADDRNOTAVAIL: 'No local port is left for that destination. Use another of its addresses, or fewer sessions.',
    },
  },
  'option-failed': {
    message: ({ errno }) => `The kernel refused a socket option: ${errno}.`,
    hint: 'Nothing was changed.',
  },
  'option-refused': {
    message: ({ given, allowed }) => `The kernel does not accept ${given}. Allowed: ${allowed}.`,
    hint: 'Nothing was changed.',
  },
  'firewall-refused': {
    message: () => "The system's packet filter refused the rule, so nothing was cut.",
    hint: 'Start Halfopen as administrator (Windows) or root (macOS), or put the peer on another machine and unplug its cable.',
  },
  'not-suspended': {
    message: ({ errno }) => `The peer process could not be suspended or resumed: ${errno}.`,
    hint: 'It may have ended. Start another probe server.',
  },
};
