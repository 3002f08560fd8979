/** Values that results carry as text, in Chinese. What is not known here stays as it came. */
import { formulasZh } from './formulas-zh.ts';
import type { ValueWords } from './values-en.ts';

const reasons: readonly (readonly [english: RegExp, chinese: string])[] = [
  // Verdicts.
  [/^eof$/, '流结束（EOF）'],
  [/^(\w+) failed$/, '$1 失败'],
  [/^heard again$/, '又收到存活迹象'],
  [/^a heartbeat is unanswered$/, '一次心跳无应答'],
  [/^a heartbeat is missed$/, '缺失一次心跳'],
  [/^(\d+) heartbeats unanswered$/, '$1 次心跳无应答'],
  [
    /^(\d+) heartbeats unanswered after (\w+) of silence; no interval held$/,
    '静默 $2 后 $1 次心跳无应答；没有可用的间隔',
  ],
  [/^(\d+) heartbeats unanswered after (\w+) of silence; (\w+) held$/, '静默 $2 后 $1 次心跳无应答；$3 的间隔可用'],
  [/^(\d+) of the last (\d+) heartbeats missed$/, '最近 $2 次心跳缺失 $1 次'],
  [/^deadline passed$/, '超过接收期限'],
  [/^phi reached ([\d.]+)$/, 'phi 达到 $1'],
  [/^control detection time expired$/, '检测时间已到（BFD）'],
  [/^state ([\w-]+)$/, '连接状态为 $1'],
  [/^no acknowledgement for ([\d.]+) ms$/, '$1 ms 未收到确认'],
  // Invalid trials.
  [/^not run$/, '未执行'],
  [/^not finished$/, '未完成'],
  [/^not connected when its fault was due$/, '该注入故障时尚未连接'],
  [/^the window of the peer was not closed when the fault was due$/, '该注入故障时对端的接收窗口尚未关闭'],
  [/^the peer process ended from outside \((.+)\)$/, '对端进程被外部终止（$1）'],
  // Options.
  [/^the native helper is not available$/, '本地助手不可用'],
  [/^this system has no such option$/, '本系统没有此选项'],
  [/^this system does not tell what it has$/, '本系统无法读回'],
];

export const valuesZh: ValueWords = {
  noFault: '无故障',
  off: '关闭（0）',
  option: (name) => ({ keepalive: 'keepalive', userTimeoutMs: '用户超时' })[name],
  commas: (parts) => parts.join('，'),
  reason(reason) {
    const [english, chinese] = reasons.find(([pattern]) => pattern.test(reason)) ?? [];
    return english === undefined || chinese === undefined ? reason : reason.replace(english, chinese);
  },
  reasoning({ rule, formula, source }) {
    const known: Readonly<Record<string, (typeof formulasZh)[keyof typeof formulasZh] | undefined>> = formulasZh;
    const [inChinese, from] = known[rule] ?? [formula, source];
    return { formula: inChinese, source: from };
  },
};
