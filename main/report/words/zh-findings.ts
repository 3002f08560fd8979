/** What was found, in Chinese sentences. */
import type { Fault } from '#model/faults/index.ts';
import type { Finding } from '../facts/findings.ts';
import { count, duration, setting } from '../text/numbers.ts';
import type { findingsEn } from './en-findings.ts';
import { onTrafficZh } from './traffic-zh.ts';

export const list = (names: readonly string[]): string => names.join('、');

export const trials = (n: number): string => `${count(n)} 次试验`;

const icmp = { host: '主机不可达', port: '端口不可达', admin: '管理性禁止' } as const;

/** A noun phrase that follows "遭遇". */
function occurrence(fault: Fault): string {
  switch (fault.kind) {
    case 'none':
      return '无故障的对照';
    case 'fin':
      return '对端正常关闭（FIN）';
    case 'half-close':
      return '对端半关闭';
    case 'rst':
      return '对端重置（RST）';
    case 'kill':
      return '对端进程被杀';
    case 'freeze':
      return '对端进程冻结';
    case 'blackhole':
      return {
        both: '链路静默中断（如网线被拔）',
        'to-peer': '发往对端的报文全部丢失',
        'from-peer': '对端发来的报文全部丢失',
      }[fault.direction];
    case 'outage':
      return `持续 ${setting(fault.durationMs)} 的链路中断`;
    case 'reboot':
      return `对端主机停机 ${setting(fault.downMs)} 并丢失连接状态`;
    case 'slow-pong':
      return `对端延迟 ${setting(fault.delayMs)} 才应答 PING`;
    case 'loss':
      return `${{ both: '双向', 'to-peer': '去程', 'from-peer': '回程' }[fault.direction]}丢包 ${fault.percent}%`;
    case 'link-down':
      return { own: '本机网口断开', peer: '对端网口断开', router: '路由器到对端的网口断开' }[fault.side];
    case 'route-blackhole':
      return '路由器按黑洞路由丢弃发往对端的报文';
    case 'icmp-unreachable':
      return `路由器${fault.rateLimited ? '' : '每次都'}以 ICMP ${icmp[fault.reason]}应答`;
    case 'firewall-forgets':
      return `防火墙在连接静默 ${setting(fault.afterMs)} 后删除会话${fault.reply === 'rst' ? '并以 RST 应答' : ''}`;
    case 'middlebox-rst':
      return '中间设备重置连接';
    case 'host-reboot':
      return `对端主机断电 ${setting(fault.downMs)}`;
  }
}

function noticedHeadline({ fault, traffic, total, always }: Finding): string {
  const [quickest] = always;
  if (quickest === undefined)
    return `${onTrafficZh[traffic]}遭遇${occurrence(fault)}时，${total} 个检测器中没有一个能可靠察觉。`;
  if (total === 1)
    return `${onTrafficZh[traffic]}遭遇${occurrence(fault)}时，${quickest.label} 用时 ${duration(quickest.p50Ms)} 察觉。`;
  return `${onTrafficZh[traffic]}遭遇${occurrence(fault)}时，${total} 个检测器中有 ${always.length} 个察觉，最快用时 ${duration(quickest.p50Ms)}。`;
}

function calmHeadline({ fault, traffic, total, never }: Finding): string {
  if (never.length === total) return `${onTrafficZh[traffic]}遭遇${occurrence(fault)}时，没有检测器误报。`;
  return `${onTrafficZh[traffic]}遭遇${occurrence(fault)}时，${total} 个检测器中有 ${total - never.length} 个误报。`;
}

function faultGloss(fault: Fault): string {
  switch (fault.kind) {
    case 'none':
      return '无故障（对照）';
    case 'fin':
      return '对端正常关闭';
    case 'half-close':
      return '对端停止发送';
    case 'rst':
      return '对端强行重置';
    case 'kill':
      return '对端进程被杀';
    case 'freeze':
      return '对端进程冻结';
    case 'blackhole':
      return { both: '网线被拔', 'to-peer': '去程中断', 'from-peer': '回程中断' }[fault.direction];
    case 'outage':
      return '中断后恢复';
    case 'reboot':
      return '对端主机重启';
    case 'slow-pong':
      return fault.countsAs === 'dead' ? '慢到视为已死' : '存活但应答慢';
    case 'loss':
      return fault.percent === 100 ? '报文全部丢失' : '随机丢包';
    case 'link-down':
      return { own: '本机网口断开', peer: '对端网口断开', router: '路由器网口断开' }[fault.side];
    case 'route-blackhole':
      return '黑洞路由';
    case 'icmp-unreachable':
      return `ICMP ${icmp[fault.reason]}`;
    case 'firewall-forgets':
      return fault.reply === 'rst' ? '会话被删，随后重置' : '会话被删，随后丢弃';
    case 'middlebox-rst':
      return '中间设备重置';
    case 'host-reboot':
      return '对端主机断电重启';
  }
}

export const findingsZh: typeof findingsEn = {
  headline: (finding) => (finding.transient ? calmHeadline(finding) : noticedHeadline(finding)),
  quickest: (names) => `最快：${list(names.map(({ label, p50Ms }) => `${label}（${duration(p50Ms)}）`))}。`,
  onlySometimes: (names) => `只在部分试验中察觉：${list(names)}。`,
  neverWithin: (names, deadlineMs) => `${setting(deadlineMs)} 内未察觉：${list(names)}。`,
  falselyAlarmed: (names) => `对端存活却误报：${list(names)}。`,
  faultGloss,
  strip: {
    noticed: ({ always, total }) => {
      const [first] = always;
      const last = always.at(-1);
      if (first === undefined || last === undefined) return '没有检测器能在每次试验中都察觉。';
      if (always.length === 1) return `只有 ${first.label} 察觉，用时 ${duration(first.p50Ms)}。`;
      return `${total} 个中有 ${always.length} 个察觉，用时 ${duration(first.p50Ms)} 至 ${duration(last.p50Ms)}。`;
    },
    calm: ({ never, total }) => {
      if (never.length === total) return `全部 ${total} 个检测器正确地保持静默。`;
      return `${total} 个中有 ${never.length} 个正确地保持静默，${total - never.length} 个误报。`;
    },
  },
};
