/** Why each rule predicts what it predicts, in Chinese. */
import type { RuleWords } from './rules-en.ts';

export const rulesZh: RuleWords = {
  'peer-closed': 'FIN 经过一个单程时延到达，读取方立即看到流结束。',
  'peer-reset': 'RST 经过一个单程时延到达，下一次读取立即返回 ECONNRESET。',
  'peer-killed': '对端内核会关闭已死进程的套接字并发出通知：通常是 FIN，若有未读数据则为 RST。',
  'seen-by-poll': '套接字状态立即改变，但轮询者要到下一次读取时才能看到。',
  'second-write-fails': '对端关闭后的第一次写入会换来 RST，再下一次写入才失败，返回 EPIPE。',
  'half-close-writable': '半关闭后对端仍在接收，写入永远不会失败。',
  'keepalive-idle': '没有在途数据，keepalive 正常工作：空闲时间过后开始探测，全部探测都无应答时内核放弃连接。',
  'keepalive-user-timeout': '设置 TCP_USER_TIMEOUT 后，内核不再看探测次数，而是在超时之后的第一个探测时刻放弃连接。',
  'user-timeout-data':
    'TCP_USER_TIMEOUT 从第一次重传开始计时：下一次写入、尾部丢失探测（TLP）、一个 RTO，再加上该超时。',
  retries2: '有在途数据时 keepalive 暂停；内核以倍增的间隔重传，直到用尽 tcp_retries2。',
  'nothing-outstanding': '没有未确认的数据，没有定时器在运行，也就不会有任何超时。',
  'kernel-acknowledges': '对端进程已停，但其内核仍在确认：凡依赖 ACK 的机制都无法察觉。',
  heartbeat: '空闲时间过后发送 PING，并按间隔重复；最后一次尝试仍无应答即判定死亡。',
  'receive-deadline': '对端承诺按固定间隔发来消息；逾期超过容限即判定死亡。',
  'beats-stall': '只有去程中断：对端的下一次心跳仍能到达，但因收不到确认，对端无法再发出后续心跳。',
  'silent-acknowledgement': '已发出的数据一直未被确认；允许的静默时间过后，第一次轮询即作出判定。',
  'answered-before': '链路恢复，且在检测器放弃之前已有应答：连接得以保全。',
  'gives-up-before': '检测器在任何应答可能到来之前就已放弃：属于误报。',
  'urgent-byte-surfaces': '第二个紧急字节使前一个变成普通数据；链路恢复后帧流被打乱，对端重置连接。',
  'phase-decides': '恢复与放弃的时刻非常接近，取决于故障落在探测周期的哪个位置；每次试验各有预测。',
  'reset-on-return': '重启后的主机不认识该连接，对收到的第一个报文回以 RST。',
  'no-transmission': '主机返回后没有发送任何报文，也就得不到 RST。',
  'fresh-pong': '迟到的 PONG 仍对应最近一次 PING，算作存活迹象。',
  'stale-pongs': '每个 PONG 到达时都已发出更新的 PING，因而被视为过期：检测器会把慢的对端当成死的。',
  'pong-not-awaited': '该检测器不等待 PONG，应答慢对它没有影响。',
  'other-kernel': '该系统的定时器缺少足够详细的文档，无法给出诚实的预测。',
  'one-way-beats': '心跳能到达，但确认回不去；后续取决于对端的拥塞窗口。',
};
