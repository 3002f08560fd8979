import type { Terms } from '../en/terms.ts';

export const terms: Terms = {
  established: {
    term: 'ESTABLISHED',
    means: '双方已建立连接，但这一状态不能说明对端仍然存在。',
    source: 'RFC 9293, 3.3.2',
  },
  keepalive: {
    term: 'keepalive（保活）',
    means: '内核在空闲连接上发送空的探测报文，若连续数个没有应答，就结束连接。',
    source: 'RFC 9293, 3.8.4; tcp(7), TCP_KEEPIDLE',
  },
  userTimeout: {
    term: '用户超时',
    means: '数据未获确认多久之后，内核终止连接。',
    source: 'RFC 5482; tcp(7), TCP_USER_TIMEOUT',
  },
  heartbeat: {
    term: '心跳',
    means: '应用程序请求对端给出存活迹象，并统计没有应答的次数。',
    source: 'Chen, Toueg, Aguilera, IEEE ToC 51(5), 2002',
  },
  detectionTime: {
    term: '检测时间',
    means: '从注入故障到应用程序看到判定的时间。',
    source: 'T_D：Chen, Toueg, Aguilera, IEEE ToC 51(5), 2002',
  },
  prediction: {
    term: '预测',
    means: '理论预期判定出现的区间。内核定时器有粒度，因此不会是单个时刻。',
    source: 'kernel/time/timer.c',
  },
  censored: {
    term: '删失',
    means: '截止前没有判定：只知道检测时间更长，不给出具体数字。',
    source: '生存分析，右删失',
  },
  falseAlarm: {
    term: '误报',
    means: '对端仍然存活，检测器却作出了判定：这是误判。',
    source: 'Chen, Toueg, Aguilera, IEEE ToC 51(5), 2002',
  },
  rtt: {
    term: 'RTT（往返时间）',
    means: '从发出报文段到收到确认的时间，经内核平滑。',
    source: 'RFC 6298；TCP_INFO 的 tcpi_rtt',
  },
  rto: {
    term: 'RTO（重传超时）',
    means: '内核等待确认多久后重传，每次加倍。',
    source: 'RFC 6298；TCP_INFO 的 tcpi_rto',
  },
  unacked: {
    term: '未确认',
    means: '已发送但尚未获得确认的报文段。',
    source: 'TCP_INFO 的 tcpi_unacked',
  },
  blackhole: {
    term: '黑洞',
    means: '报文无声消失，如同网线被拔，两端都得不到通知。',
    source: 'IP_MINTTL, ip(7)',
  },
  probeCost: {
    term: '探测开销',
    means: '检测器在健康的空闲连接上收发的量，含报文头，以字节每秒计。',
    source: '由 TCP_INFO 的 tcpi_segs_out 与 tcpi_segs_in 计数',
  },
  mistakeRate: {
    term: '误判率',
    means: '检测器每小时怀疑存活对端的次数。95% 区间假设误判彼此独立。',
    source: 'Chen, Toueg, Aguilera, IEEE ToC 51(5), 2002; Garwood, Biometrika 28, 1936',
  },
  mistakeRecurrence: {
    term: 'T_MR',
    means: '从一次误判开始到下一次误判开始的平均时间。',
    source: 'Chen, Toueg, Aguilera, IEEE ToC 51(5), 2002',
  },
  mistakeDuration: {
    term: 'T_M',
    means: '一次误判持续到被撤回的平均时间。',
    source: 'Chen, Toueg, Aguilera, IEEE ToC 51(5), 2002',
  },
  queryAccuracy: {
    term: 'P_A',
    means: '对端存活期间，检测器输出正确的时间占比。',
    source: 'Chen, Toueg, Aguilera, IEEE ToC 51(5), 2002; Wilson, JASA 22, 1927',
  },
  phi: {
    term: 'phi',
    means: '下一个心跳仍会到来的可能性有多小，以 10 的幂表示。为 8 时，一亿次怀疑中错一次。',
    source: 'Hayashibara et al., SRDS 2004',
  },
};
