/** 误判及其代价。 */
import { amount, count, duration, percent, setting } from '../text/numbers.ts';
import type { Toll } from '../facts/mistakes.ts';
import type { mistakesEn } from './mistakes-en.ts';

const of = ({ label, mistakes, sessions }: Toll): string =>
  `${label} 为 ${mistakes === 0 ? '0%' : percent(mistakes, sessions)}`;

function packets(n: number): string {
  if (n < 10_000) return `${count(Number(n.toPrecision(3)))} 个包`;
  return n < 99_950_000 ? `${amount(n / 1e4)} 万个包` : `${amount(n / 1e8)} 亿个包`;
}

export const mistakesZh: typeof mistakesEn = {
  lead: 'RFC 1122 第 4.2.3.6 节列出了反对 keepalive 的三条理由，这里逐条给出实测数字：',
  breaks: (mistakes, sessions, within) =>
    `“在网络短暂故障时切断本来完好的连接”：${count(sessions)} 条存活连接中有 ${count(mistakes)} 条被判定为已死，占 ${percent(mistakes, sessions)}（95% 置信区间 ${within}）。`,
  breaksNone: (sessions, within) =>
    `“在网络短暂故障时切断本来完好的连接”：${count(sessions)} 条存活连接无一被判定为已死（95% 置信区间 ${within}）。`,
  between: (mildest, harshest) => `占比最低的检测器 ${of(mildest)}，最高的 ${of(harshest)}。`,
  bandwidth: (least, most) => `“消耗不必要的带宽”：监视一条空闲连接每小时需要 ${least}至 ${most}。`,
  bandwidthOne: (only) => `“消耗不必要的带宽”：监视一条空闲连接每小时需要 ${only}。`,
  money: (least, most) => `“在按包计费的路径上花钱”：1,000 条空闲连接每月合计 ${least}至 ${most}。`,
  moneyOne: (only) => `“在按包计费的路径上花钱”：1,000 条空闲连接每月合计 ${only}。`,
  volume: (n, bytes) => `${packets(n)}（${bytes}）`,
  few: (n) => `每个组合只有 ${count(n)} 次试验，区间很宽。增加重复次数可使区间变窄。`,
  tableCaption: (traffic) => `被判定为已死的存活连接（流量：${traffic}）`,
  tableKey:
    '被判定为已死的会话所占比例及其 95% 区间，以及从故障起到判定或时限为止每小时的误判次数。理论：假定探测与应答各自独立丢失时的比例。',
  expected: (share) => `理论 ${share}`,
  perHour: (rate) => `${rate} 次/小时`,
  perHourBelow: (rate) => `< ${rate} 次/小时`,
  tradeOff: '快速察觉的代价',
  panels: {
    mistakes: (fault) => `${fault} 下每小时的误判次数`,
    cost: '一条空闲连接每秒的字节数',
  },
  axis: {
    p95: (fault) => `${fault} 后的检测时间，第 95 百分位`,
    worst: (fault) => `${fault} 后的检测时间，预测的最晚值`,
  },
  plotNote: '竖线为 95% 区间。箭头位于没有误判的检测器的区间上限处。',
  frontNote: '虚线连接的检测器，在两方面都没有别的检测器能同时超过（帕累托前沿）。',
  notDrawn: (names, deadlineMs) => `未画出（不能总在 ${setting(deadlineMs)} 内察觉）：${names}。`,
  point: (label, time, value) => `${label}：${time}，${value}`,
  costCaption: '监视一条健康的空闲连接的开销',
  columns: {
    perHour: '每小时包数',
    bytesPerHour: '每小时',
    perMonth: '每月（30 天）',
    thousand: '1,000 条连接每月',
    sessions: '会话',
    mistakes: '误判',
    killed: '判定为已死',
    rate: '每小时',
    recurrence: '误判间隔 T_MR',
    duration: '误判时长 T_M',
    accuracy: '正确率 P_A',
  },
  details: (n) => `${n} 个组合的 T_MR、T_M 与 P_A`,
  detailsKey:
    'T_MR：从故障起，平均多久出现一次误判。T_M：一次怀疑持续多久后被收回；判定会结束会话，因此该误判本会持续多久无从得知。P_A：从故障到时限，检测器仍信任对端的时间比例（判定一直有效）。依据 Chen、Toueg、Aguilera（2002）。方括号内为 95% 区间。',
  missing: {
    'no-trials': '没有有效试验',
    'not-recorded': '未记录',
    'no-exposure': '没有观察时间',
    'no-mistake': '没有误判',
    'fault-stays': '持续性故障',
    'verdict-is-final': '因判定而删失',
    'no-warning-taken-back': '没有收回的怀疑',
  },
  atLeast: (time) => `> ${time}`,
  calm: (lagMs, toleratedMs, detector) =>
    `本机跟得上：定时器最多晚 ${duration(lagMs)}，而最不耐延迟的检测器 ${detector} 可容忍 ${duration(toleratedMs)}。`,
  strained: (lagMs, toleratedMs, detector) =>
    `本机过于繁忙：定时器最多晚 ${duration(lagMs)}，而 ${detector} 只能容忍 ${duration(toleratedMs)}。部分判定可能由此造成：请减少同时进行的试验。`,
};
