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
  paletteNone: 'No command has these letters.',
  keyHelp: 'Keys',
  goTo: (place: string): string => `Go to ${place}`,
  close: 'Close',
  cancel: 'Cancel',
  undo: 'Undo',
  notices: 'Notifications',
  listSeparator: ', ',
};

export const connection = {
  lost: {
    what: 'The host is not answering.' as string,
    hint: 'It records on by itself; this page connects again as soon as it can, and nothing is lost.',
  },
  refused: {
    what: 'The host does not let this page in.',
    hint: 'Open the whole address that halfopen printed at its start, with the token after the #.',
  },
  outdated: {
    what: 'This page and the host are of different versions.',
    hint: 'Reload to get the page that fits.',
  },
  reload: 'Reload',
};
