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
  paletteNone: '没有含这些字的命令。',
  keyHelp: '快捷键',
  goTo: (place) => `前往${place}`,
  close: '关闭',
  cancel: '取消',
  undo: '撤销',
  notices: '通知',
  listSeparator: '、',
};

export const connection: typeof connectionEn = {
  lost: { what: '主机没有应答。', hint: '它会自行继续记录；本页会尽快重新连接，不会丢失任何数据。' },
  refused: { what: '主机不允许本页接入。', hint: '请打开 halfopen 启动时打印的完整地址，包括 # 之后的令牌。' },
  outdated: { what: '本页与主机版本不同。', hint: '重新加载即可得到匹配的页面。' },
  reload: '重新加载',
};
