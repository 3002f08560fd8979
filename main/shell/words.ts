/** What the shell itself says, in two languages: menus and the few dialogs that no page can show. */

const en = {
  file: 'File',
  edit: 'Edit',
  show: 'View',
  go: 'Go',
  window: 'Window',
  help: 'Help',
  about: 'About Halfopen',
  settings: 'Settings',
  quit: 'Quit Halfopen',
  close: 'Close Window',
  hide: 'Hide Halfopen',
  hideOthers: 'Hide Others',
  unhide: 'Show All',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select All',
  zoomIn: 'Zoom In',
  zoomOut: 'Zoom Out',
  actualSize: 'Actual Size',
  fullScreen: 'Full Screen',
  minimize: 'Minimize',
  reload: 'Reload',
  devTools: 'Developer Tools',
  experiments: 'Experiments',
  sessions: 'Sessions',
  latency: 'Detection Latency',
  history: 'History',
  rfcTcp: 'RFC 9293: TCP',
  rfcUserTimeout: 'RFC 5482: User Timeout',
  saveFile: 'Save As',
  viewGone: 'The window had to be loaded again.',
  viewGoneDetail: 'Runs and sessions went on meanwhile; nothing that was measured is lost.',
  viewGoneAgain: 'The window failed again shortly after it was reloaded.',
  hostGone: 'The engine stopped twice within a minute.',
  hostGoneDetail: 'What was measured until then is in the history. Starting it again may help; the log says more:',
  hostFailed: 'Halfopen cannot start its engine.',
  again: 'Try Again',
  ok: 'OK',
};

type ShellWords = { readonly [K in keyof typeof en]: string };

const zh: ShellWords = {
  file: '文件',
  edit: '编辑',
  show: '显示',
  go: '前往',
  window: '窗口',
  help: '帮助',
  about: '关于 Halfopen',
  settings: '设置',
  quit: '退出 Halfopen',
  close: '关闭窗口',
  hide: '隐藏 Halfopen',
  hideOthers: '隐藏其他',
  unhide: '全部显示',
  undo: '撤销',
  redo: '重做',
  cut: '剪切',
  copy: '复制',
  paste: '粘贴',
  selectAll: '全选',
  zoomIn: '放大',
  zoomOut: '缩小',
  actualSize: '实际大小',
  fullScreen: '全屏',
  minimize: '最小化',
  reload: '重新加载',
  devTools: '开发者工具',
  experiments: '实验',
  sessions: '会话',
  latency: '检测延迟',
  history: '历史',
  rfcTcp: 'RFC 9293：TCP',
  rfcUserTimeout: 'RFC 5482：用户超时',
  saveFile: '另存为',
  viewGone: '窗口已重新加载。',
  viewGoneDetail: '其间实验和会话照常运行，已测得的数据没有丢失。',
  viewGoneAgain: '窗口重新加载后不久再次出错。',
  hostGone: '引擎在一分钟内两次停止。',
  hostGoneDetail: '此前测得的数据都在历史中。可以尝试重新启动引擎，详情见日志：',
  hostFailed: 'Halfopen 无法启动引擎。',
  again: '重试',
  ok: '好',
};

export type Language = 'en' | 'zh';
export type { ShellWords };

export const shellWords: Readonly<Record<Language, ShellWords>> = { en, zh };

/** The chosen language, or that of the system. */
export function languageOf(chosen: 'system' | Language, systemLocale: string): Language {
  if (chosen !== 'system') return chosen;
  return systemLocale.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
