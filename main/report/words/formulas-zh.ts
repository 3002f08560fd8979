/** The formula of each rule of prediction, and where it comes from, in Chinese. Options, files and functions keep their names. */

const tcpTimer = 'net/ipv4/tcp_timer.c';
const own = 'main/model/detectors';

export const formulasZh: Readonly<Record<string, readonly [formula: string, source: string]>> = {
  'peer-closed': ['0', 'RFC 9293 3.6：FIN 结束数据流，recv() 返回 0'],
  'peer-reset': ['0', 'RFC 9293 3.5.2：RST 中止连接，recv() 返回 ECONNRESET'],
  'peer-killed': ['进程退出', 'kernel/exit.c 关闭所有描述符：发送 FIN，有未读数据时发送 RST'],
  'seen-by-poll': [
    '下一次轮询',
    `${own}/tcp-info.ts；RFC 9293 3.3.2：FIN 使状态变为 CLOSE-WAIT，RST 使状态变为 CLOSED`,
  ],
  'second-write-fails': [
    '第一次写入（换来 RST）+ 下一次写入',
    'RFC 9293 3.10.7.1；收到 RST 后再向 CLOSE-WAIT 写入：EPIPE',
  ],
  'half-close-writable': ['永不', 'RFC 9293 3.6：对端发出 FIN 后仍在接收'],
  'keepalive-idle': ['idle - age + count*interval', `${tcpTimer}，tcp_keepalive_timer`],
  'keepalive-user-timeout': [
    'idle - age + k*interval，k 为满足 idle + k*interval >= UT 的最小值且 k >= 1；忽略 count',
    `${tcpTimer}，tcp_keepalive_timer（icsk_user_timeout 分支）`,
  ],
  'user-timeout-data': [
    '下一次写入 + TLP + RTO + UT',
    `${tcpTimer}，retransmits_timed_out，tcp_clamp_rto_to_user_timeout`,
  ],
  retries2: ['下一次写入 + TLP + RTO + 首次 >= tcp_model_timeout(retries2) 的到期', `${tcpTimer}，tcp_model_timeout`],
  'user-timeout-window': [
    'RTO + UT - 窗口已关闭的时间',
    `${tcpTimer}，tcp_probe_timer（icsk_probes_tstamp）：得到应答的窗口探测不会将其重置`,
  ],
  'window-probes': [
    'retries2 次无应答的窗口探测，RTO 从当前值开始倍增',
    `${tcpTimer}，tcp_probe_timer；tcp_probe0_when（include/net/tcp.h）`,
  ],
  'window-probes-answered': ['永不', `${tcpTimer}，tcp_probe_timer；tcp_ack 将 icsk_probes_out 清零`],
  'keepalive-suspended': ['永不', `${tcpTimer}，tcp_keepalive_timer：有排队或在途数据时不工作`],
  'unread-data-reset': ['0', 'RFC 2525 2.17：接收缓冲区中有未读数据时关闭连接，会发送 RST'],
  'nothing-outstanding': ['永不', '没有未确认的数据就没有定时器运行：RFC 9293 3.8.3、3.8.4'],
  'kernel-acknowledges': ['永不', '被停止的进程仍持有套接字，其内核继续确认'],
  'frozen-reader': [
    '接收缓冲区写满 + UT',
    `${tcpTimer}，tcp_probe_timer：冻结的进程不读数据，其内核确认到缓冲区写满为止`,
  ],
  heartbeat: ['idle - age + tries*interval', `${own}/heartbeat.ts`],
  'ping-starved': ['永不', `${own}/heartbeat.ts：本端每次写入都推迟下一个 PING（activity: traffic）`],
  'receive-deadline': ['every + slack - age', `${own}/receive-deadline.ts`],
  'beats-stall': [
    'every - age + every + slack',
    '第一个未被确认的心跳仍能到达；进入丢失状态后对端可能不再发送（tcp_enter_loss：cwnd 1）',
  ],
  'silent-acknowledgement': ['有数据未确认且静默时间内没有 ACK 的首次轮询', `${own}/tcp-info.ts，silenceVerdict`],
  'phi-accrual': [
    'mean + pause + y(threshold)*max(deviation, min deviation) - age',
    `Hayashibara 等，SRDS 2004，4.1；${own}/phi.ts，silenceAt`,
  ],
  'k-of-n': ['k*interval + slack - age', `${own}/k-of-n.ts`],
  bfd: ['multiplier*max(min rx, peer min tx) - age', 'RFC 5880 6.8.4：异步模式下的检测时间'],
  'learned-heartbeat': ['按学到的间隔发出的下一个 PING + tries*timeout', `${own}/learned-heartbeat.ts`],
  played: [
    '全部运行所得判定时刻的范围：所有定时器从准时到最大延迟',
    'main/model/predict/played：在模拟内核上运行检测器的状态机；用于没有公式的检测器',
  ],
  'nothing-happens': ['永不', '对照：没有任何故障'],
  'data-counts': ['数据间隔 < idle + tries*interval', `${own}/heartbeat.ts：对端的任何数据都算存活迹象`],
  'answered-before': ['链路恢复后的首次发送 < 检测器放弃的时刻', `${tcpTimer}；没有判定才正确`],
  'gives-up-before': ['检测器放弃的时刻 < 链路恢复后的首次发送', `${tcpTimer}；该判定属于误报`],
  'urgent-byte-surfaces': [
    '链路恢复后的首次发送，且第二个紧急字节在此之前到期',
    'tcp(7)：新的紧急字节使旧的变成普通数据；帧流被打乱，对端重置连接',
  ],
  'phase-decides': ['两者都有可能', '取决于故障落在探测周期的哪个位置；每次试验各有预测'],
  'reset-on-return': ['主机返回后的首次发送', 'RFC 9293 3.5.2：对未知连接的报文段以 RST 应答'],
  'no-transmission': ['永不', '主机返回后没有发送任何报文，也就得不到 RST'],
  'fresh-pong': ['delay < interval', `${own}/heartbeat.ts：该 PONG 应答的是最近一次 PING`],
  'stale-pongs': ['idle - age + tries*interval', `${own}/heartbeat.ts：对旧 PING 的 PONG 是过期的，不算存活迹象`],
  'any-pong-counts': ['永不', 'delay < tries*interval：对旧 PING 的 PONG 也被算作存活迹象'],
  'one-long-gap': [
    '下一个 PING + delay < phi 达到阈值的时刻',
    `${own}/phi-accrual.ts：迟到同样时间的 PONG，间隔与以前一样均匀`,
  ],
  'pong-not-awaited': ['永不', '该检测器不等待 PONG'],
  'firewall-reset': [
    '会话被删除后的首个报文',
    'net/netfilter/nf_conntrack_proto_tcp.c：tcp_loose=0 时它不属于任何连接，防火墙以 RST 应答',
  ],
  'kept-alive': ['永不', '报文间隔短于静默会话被删除的时限'],
  'other-flow-kept-alive': ['永不', '心跳只保住自己那条连接的会话；主连接的会话被删，而没有检测器监视它'],
  'chance-decides': ['无预测', '每个报文随机丢失：只知道丢失的频率（RFC 3611 4.7，丢包率）'],
  'data-never-left': ['无预测', `${tcpTimer}，tcp_probe_timer：本机发送失败时进行探测而不重传；尚未推导`],
  'other-kernel': ['无预测', '该系统的定时器缺少足够详细的文档'],
  'one-way-data': ['无预测', '对端的数据和重传仍能到达并推迟定时器；推迟多久取决于其 RTO'],
  'one-way-beats': ['无预测', '心跳能到达而确认回不去：取决于对端的拥塞窗口'],
};
