/** What a page of ours may be: nothing but a page. Written out in full, so that no default of a later Electron decides. */
import type { WebPreferences } from 'electron';

/** Electron, Security, items 2-4, 6 and 11; Process Sandboxing. */
export const strictPreferences = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  spellcheck: false,
  devTools: process.env.HALFOPEN_DEV === '1',
} as const satisfies WebPreferences;

/** Of the hidden window that a report is printed from: it runs nothing and keeps nothing. */
export const paperPreferences = {
  ...strictPreferences,
  javascript: false,
  images: true,
  webgl: false,
  // Without `persist:` the session lives in memory (Electron, session.fromPartition).
  partition: 'paper',
} as const satisfies WebPreferences;
