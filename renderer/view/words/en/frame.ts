const isMac = globalThis.navigator?.userAgent.includes('Mac') ?? false;

export const frame = {
  places: {
    experiments: 'Experiments' as string,
    sessions: 'Sessions',
    latency: 'Detection latency',
    history: 'History',
    settings: 'Settings',
  },
  modifier: isMac ? '\u2318' : 'Ctrl+',
  navigation: 'Screens',
  search: 'Commands',
  palette: 'Command palette',
  palettePlaceholder: 'What do you want to do?',
  paletteNone: 'No matching command.',
  keyHelp: 'Keyboard shortcuts',
  goTo: (place: string): string => `Go to ${place}`,
  close: 'Close',
  closeDetails: 'Close the details',
  cancel: 'Cancel',
  undo: 'Undo',
  notices: 'Notifications',
  listSeparator: ', ',
  colon: ': ',
  /** After a word, with the space that goes before it. */
  inBrackets: (text: string): string => ` (${text})`,
};

export const connection = {
  lost: {
    what: 'The host is not responding.' as string,
    hint: 'This page keeps what it shows, and reconnects by itself when the host is back.',
  },
  refused: {
    what: 'The host refused this page.',
    hint: 'Open the full address that halfopen printed when it started, with the token after the #.',
  },
  outdated: {
    what: 'This page and the host are different versions.',
    hint: 'Reload to get the page that fits.',
  },
  reload: 'Reload',
};
