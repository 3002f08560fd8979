import type { Terms } from '../en/terms.ts';

export const terms: Terms = {
  established: {
    term: 'ESTABLISHED',
    means: '双方已建立连接；但这一状态丝毫不能说明对端仍然存在。',
    source: 'RFC 9293, 3.3.2',
  },
  keepalive: {
    term: 'keepalive（保活）',
    means: '内核在空闲连接上发送空探测，若连续数个无应答便放弃连接。',
    source: 'RFC 9293, 3.8.4; tcp(7), TCP_KEEPIDLE',
  },
  userTimeout: {
    term: '用户超时',
    means: '数据未获确认多久之后，内核终止连接。',
    source: 'RFC 5482; tcp(7), TCP_USER_TIMEOUT',
  },
  heartbeat: {
    term: '心跳',
    means: '应用程序向对端索要存活信号，并统计未获应答的次数。',
    source: 'Chen, Toueg, Aguilera, IEEE ToC 51(5), 2002',
  },
  detectionTime: {
    term: '检测时间',
    means: '从故障发生的瞬间，到应用程序看到判定为止。',
    source: 'T_D：Chen, Toueg, Aguilera, IEEE ToC 51(5), 2002',
  },
  prediction: {
    term: '预测',
    means: '理论预期判定出现的区间；内核定时器有粒度，因此绝不是一个单点。',
    source: 'kernel/time/timer.c',
  },
  censored: {
    term: '删失',
    means: '截止之前没有判定：时间只知道更长，绝不换算成数字。',
    source: '生存分析，右删失',
  },
  falseAlarm: {
    term: '误报',
    means: '对端仍然存活却作出判定：检测器的错误。',
    source: 'Chen, Toueg, Aguilera, IEEE ToC 51(5), 2002',
  },
  rtt: {
    term: 'RTT（往返时间）',
    means: '一个报文段及其确认往返所需的时间，由内核平滑。',
    source: 'RFC 6298；TCP_INFO 的 tcpi_rtt',
  },
  rto: {
    term: 'RTO（重传超时）',
    means: '内核等待确认多久后重发；每次加倍。',
    source: 'RFC 6298；TCP_INFO 的 tcpi_rto',
  },
  unacked: {
    term: '未确认',
    means: '已发送但尚未获得确认的报文段。',
    source: 'TCP_INFO 的 tcpi_unacked',
  },
  armedTimer: {
    term: '已设定时器',
    means: '内核为该连接设定的定时器；到期时内核会探测或重传。',
    source: 'idiag_timer, linux/inet_diag.h',
  },
  blackhole: {
    term: '黑洞',
    means: '数据包无声消失，如同线缆被剪断：没有任何一方得到通知。',
    source: 'IP_MINTTL, ip(7)',
  },
  halfOpen: {
    term: '半开',
    means: '一端以为连接存在，另一端对它一无所知。',
    source: 'RFC 9293, 3.5.1',
  },
  zeroWindow: {
    term: '零窗口',
    means: '对端表示无法再接收字节：它活着，但不读取。',
    source: 'RFC 9293, 3.8.6.1',
  },
  probeCost: {
    term: '探测开销',
    means: '检测器在健康的空闲连接上收发的量，含报文头，以字节每秒计。',
    source: '由 TCP_INFO 的 tcpi_segs_out 与 tcpi_segs_in 计数',
  },
  mistakeRate: {
    term: '误判率',
    means: '存活的对端每小时被怀疑的次数；95% 区间假设误判彼此独立。',
    source: 'Chen, Toueg, Aguilera, IEEE ToC 51(5), 2002; Garwood, Biometrika 28, 1936',
  },
  mistakeRecurrence: {
    term: 'T_MR',
    means: '从一次误判开始到下一次误判开始的平均时间。',
    source: 'Chen, Toueg, Aguilera, IEEE ToC 51(5), 2002',
  },
  mistakeDuration: {
    term: 'T_M',
    means: '一次误判到被撤回的平均时间。',
    source: 'Chen, Toueg, Aguilera, IEEE ToC 51(5), 2002',
  },
  queryAccuracy: {
    term: 'P_A',
    means: '对端存活期间，询问能得到正确回答的时间占比。',
    source: 'Chen, Toueg, Aguilera, IEEE ToC 51(5), 2002; Wilson, JASA 22, 1927',
  },
  phi: {
    term: 'phi',
    means: '下一个心跳仍会到来的可能性有多小，以 10 的幂表示：为 8 时，这样的怀疑一亿次中错一次。',
    source: 'Hayashibara et al., SRDS 2004',
  },
};
