import { frame as frameEn } from '../en/frame.ts';
import type { connection as connectionEn } from '../en/frame.ts';

export const frame: typeof frameEn = {
  places: {
    experiments: '实验',
    sessions: '会话',
    latency: '检测延迟',
    history: '历史',
    settings: '设置',
  },
  modifier: frameEn.modifier,
  navigation: '界面',
  search: '命令',
  palette: '命令面板',
  palettePlaceholder: '想做什么？',
  paletteNone: '没有匹配的命令。',
  keyHelp: '快捷键',
  goTo: (place) => `前往${place}`,
  close: '关闭',
  closeDetails: '关闭详情',
  cancel: '取消',
  undo: '撤销',
  notices: '通知',
  listSeparator: '、',
  colon: '：',
  inBrackets: (text) => `（${text}）`,
};

export const connection: typeof connectionEn = {
  lost: { what: '后台没有响应。', hint: '页面上的内容会保留，后台恢复后会自动重新连接。' },
  refused: { what: '后台拒绝了本页。', hint: '请打开 halfopen 启动时打印的完整地址，包括 # 之后的令牌。' },
  outdated: { what: '本页与后台的版本不同。', hint: '重新加载即可得到匹配的页面。' },
  reload: '重新加载',
};
