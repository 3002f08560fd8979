/** What each detector and each fault is called in Chinese, with a sentence for each setting. Names in files stay as they are. */
import { setting } from '../text/numbers.ts';
import type { KindWords } from './kinds-en.ts';

const heartbeatRule = '空闲时间过后发送 PING，并按间隔重复；最后一次尝试仍无应答时，判定对端已死。';

const heartbeatSettings = {
  idle: '静默多久后发出第一个 PING',
  interval: 'PING 无应答时，隔多久再发下一个',
  tries: '多少个 PING 无应答后判定对端已死',
  from: '由哪一端发送 PING',
  frame: '线路上每帧的大小：1028 或 32 字节',
  activity: '什么会推迟 PING：除过期 PONG 外收到的一切（fresh，省略时即如此）、收到的任何字节，或者连本端发送的也算',
} as const;

const everyPoll = '隔多久读取一次 TCP_INFO';
const pollSilence = '多久没有收到确认即判定已死';
const cutDirection = '切断哪个方向，从检测端看';

const icmp = { host: '主机不可达', port: '端口不可达', admin: '管理性禁止' } as const;

export const kindsZh: KindWords = {
  detectors: {
    eof: { gloss: '只读取' },
    keepalive: {
      gloss: '由内核探测',
      settings: {
        idle: 'TCP_KEEPIDLE：静默多久后发出第一个探测',
        interval: 'TCP_KEEPINTVL：探测无应答时，隔多久再发下一个',
        count: 'TCP_KEEPCNT：多少个探测无应答后放弃连接',
        userTimeout: '同时设置的 TCP_USER_TIMEOUT',
      },
    },
    'user-timeout': {
      gloss: '内核对未确认数据的超时',
      settings: { timeout: 'TCP_USER_TIMEOUT：已发送的数据最多可以多久未获确认' },
    },
    heartbeat: { gloss: '应用层的 PING 与 PONG', rule: heartbeatRule, settings: heartbeatSettings },
    'dedicated-heartbeat': {
      gloss: 'PING 与 PONG 走单独的连接',
      rule: heartbeatRule,
      settings: heartbeatSettings,
    },
    'tcp-info': {
      gloss: '轮询 TCP_INFO',
      settings: { rule: '采信 TCP_INFO 的哪一部分', every: everyPoll, silence: pollSilence },
    },
    oob: {
      gloss: '紧急字节，并轮询 TCP_INFO',
      settings: { interval: '隔多久发送一个紧急字节', silence: pollSilence, every: everyPoll },
    },
    'write-probe': { gloss: '不断写入，直到出错', settings: { interval: '隔多久写入一次' } },
    'receive-deadline': {
      gloss: '对端须按时发来消息',
      rule: '对端承诺按固定间隔发来消息；逾期超过容限时，判定对端已死。',
      settings: { every: '对端承诺隔多久发来一条消息', slack: '再晚多久仍算按时' },
    },
    'phi-accrual': {
      gloss: 'PING，以往常的间隔为准',
      rule: 'phi 以此前心跳间隔的分布为尺度，随静默时间增长；达到阈值时，判定对端已死。',
      settings: {
        interval: '隔多久发送一个 PING',
        threshold: '怀疑程度达到多少算作死亡：1 为十次错一次，8 为一亿次错一次',
        window: '记住最近多少个 PONG 间隔',
        minDeviation: '标准差至少按多少计算',
        pause: '在平均间隔之上还可接受的静默',
        firstEstimate: '尚未见到间隔时预计的间隔；省略时与 interval 相同',
      },
    },
    'k-of-n': {
      gloss: 'PING，最近 n 次缺失 k 次',
      rule: '心跳逾期超过容限即记为缺失；最近 n 次中出现第 k 次缺失时，判定对端已死。',
      settings: {
        interval: '隔多久发送一个 PING',
        slack: '心跳在上一个之后经过一个间隔，最多还可以再晚多久',
        k: '缺失多少个心跳即判定死亡',
        n: '只看最近多少个心跳；不小于 k',
      },
    },
    bfd: {
      gloss: '两端各自发送（RFC 5880）',
      rule: '两端各自按自己的节奏发送；在“检测倍数 × 协商间隔”内什么也没收到时，判定对端已死。',
      settings: {
        minTx: '本端的 Desired Min TX Interval：希望的最小发送间隔',
        minRx: '本端的 Required Min RX Interval：要求的最小接收间隔',
        peerMinTx: '对端的 Desired Min TX Interval；省略时与本端相同',
        peerMinRx: '对端的 Required Min RX Interval；省略时与本端相同',
        multiplier: '两端的 Detect Mult：检测倍数',
        seed: '发送间隔抖动（75% 至 100%）的随机种子',
      },
    },
    'learned-heartbeat': {
      gloss: 'PING，间隔逐渐拉长',
      rule: '静默达到目前学到的间隔后发送 PING，并按超时重发；最后一次尝试仍无应答时，判定对端已死。',
      settings: {
        start: '起初静默多久后发送 PING；此后不会更短',
        max: '最长的间隔；不小于 start',
        step: '某个间隔成功后增加多少',
        factor: '某个间隔成功后乘以多少',
        margin: '最后停在比成功过的最长间隔短多少之处',
        timeout: '应答超过多久未到就重发 PING',
        tries: '多少个 PING 无应答后判定对端已死',
      },
    },
  },
  faults: {
    none: { gloss: () => '对照', phrase: () => '无故障对照' },
    fin: { gloss: () => '对端正常关闭', phrase: () => '对端正常关闭（FIN）', order: () => '关闭对端' },
    'half-close': { gloss: () => '对端停止发送', phrase: () => '对端半关闭', order: () => '半关闭对端' },
    rst: { gloss: () => '对端强行重置', phrase: () => '对端重置（RST）', order: () => '重置连接' },
    kill: { gloss: () => '对端进程被终止', phrase: () => '对端进程被终止', order: () => '终止对端进程' },
    freeze: { gloss: () => '对端进程冻结', phrase: () => '对端进程冻结', order: () => '冻结对端' },
    blackhole: {
      gloss: ({ direction }) => ({ both: '网线被拔', 'to-peer': '去程中断', 'from-peer': '回程中断' })[direction],
      phrase: ({ direction }) =>
        ({
          both: '链路静默中断（如网线被拔）',
          'to-peer': '发往对端的报文全部丢失',
          'from-peer': '对端发来的报文全部丢失',
        })[direction],
      order: ({ direction }) => ({ both: '拔掉网线', 'to-peer': '切断去程', 'from-peer': '切断回程' })[direction],
      settings: { direction: cutDirection },
    },
    outage: {
      gloss: () => '中断后恢复',
      phrase: ({ durationMs }) => `持续 ${setting(durationMs)} 的链路中断`,
      order: ({ durationMs }) => `中断 ${setting(durationMs)}`,
      settings: { duration: '多久后链路恢复', direction: cutDirection },
    },
    reboot: {
      gloss: () => '对端主机重启',
      phrase: ({ downMs }) => `对端主机停机 ${setting(downMs)} 并丢失连接状态`,
      order: ({ downMs }) => `主机重启，${setting(downMs)}`,
      settings: { down: '主机停机多久' },
    },
    'slow-pong': {
      gloss: ({ countsAs }) => (countsAs === 'dead' ? '慢到视为已死' : '存活但应答慢'),
      phrase: ({ delayMs }) => `对端延迟 ${setting(delayMs)} 才应答 PING`,
      order: ({ delayMs }) => `PONG 迟到 ${setting(delayMs)}`,
      settings: {
        delay: '每个 PONG 迟到多久',
        countsAs: '这么慢的对端对你来说算什么：存活（省略时即如此），则保持静默才正确；或者已死',
      },
    },
    loss: {
      gloss: ({ percent }) => (percent === 100 ? '报文全部丢失' : '随机丢包'),
      phrase: ({ percent, direction }) =>
        `${{ both: '双向', 'to-peer': '去程', 'from-peer': '回程' }[direction]}丢包 ${percent}%`,
      settings: { percent: '每一百个报文中随机丢失多少个', direction: '哪个方向丢包，从检测端看' },
    },
    'link-down': {
      gloss: ({ side }) => ({ own: '本机网口断开', peer: '对端网口断开', router: '路由器网口断开' })[side],
      phrase: ({ side }) => ({ own: '本机网口断开', peer: '对端网口断开', router: '路由器到对端的网口断开' })[side],
      settings: { side: '断开谁的网口' },
    },
    'route-blackhole': {
      gloss: () => '黑洞路由',
      phrase: () => '路由器按黑洞路由丢弃发往对端的报文',
    },
    'icmp-unreachable': {
      gloss: ({ reason }) => `ICMP ${icmp[reason]}`,
      phrase: ({ reason, rateLimited }) => `路由器${rateLimited ? '' : '每次都'}以 ICMP ${icmp[reason]}应答`,
      settings: { reason: 'ICMP 错误的内容', rateLimited: '像 Linux 那样每秒至多一次；否则每个报文一次' },
    },
    'firewall-forgets': {
      gloss: ({ reply }) => (reply === 'rst' ? '会话被删，随后重置' : '会话被删，随后丢弃'),
      phrase: ({ afterMs, reply }) =>
        `防火墙在连接静默 ${setting(afterMs)} 后删除会话${reply === 'rst' ? '并以 RST 应答' : ''}`,
      settings: { after: '连接可以静默多久', reply: '此后的报文如何处理' },
    },
    'middlebox-rst': {
      gloss: () => '中间设备重置',
      phrase: () => '中间设备重置连接',
    },
    'host-reboot': {
      gloss: () => '对端主机断电重启',
      phrase: ({ downMs }) => `对端主机断电 ${setting(downMs)}`,
      settings: { down: '主机断电多久' },
    },
  },
  settings: {
    activity: '活动的定义',
    after: '静默时限',
    count: '次数',
    countsAs: '视为',
    delay: '延迟',
    direction: '方向',
    down: '停机时间',
    duration: '持续时间',
    every: '周期',
    factor: '倍率',
    firstEstimate: '首次估计',
    frame: '帧',
    from: 'PING 发送方',
    idle: '空闲',
    interval: '间隔',
    k: '缺失数 k',
    margin: '安全余量',
    max: '最长间隔',
    minDeviation: '最小标准差',
    minRx: '要求最小接收间隔',
    minTx: '期望最小发送间隔',
    multiplier: '检测倍数',
    n: '最近 n 次',
    pause: '可接受停顿',
    peerMinRx: '对端最小接收间隔',
    peerMinTx: '对端最小发送间隔',
    percent: '丢包率',
    rateLimited: '每秒一次',
    reason: '原因',
    reply: '随后',
    role: '角色',
    rule: '依据',
    seed: '抖动种子',
    side: '谁的网口',
    silence: '静默',
    slack: '余量',
    start: '起始间隔',
    step: '步长',
    threshold: '阈值',
    timeout: '超时',
    tries: '尝试次数',
    userTimeout: '用户超时',
    window: '窗口',
  },
  choices: {
    activity: { fresh: '最新应答', received: '任何接收', traffic: '任何流量' },
    countsAs: { alive: '存活', dead: '已死' },
    direction: { both: '双向', 'to-peer': '去程', 'from-peer': '回程' },
    frame: { classic: '经典', compact: '紧凑' },
    from: { client: '客户端', server: '服务器', both: '两端' },
    reason: icmp,
    reply: { drop: '丢弃', rst: '重置' },
    role: { before: '修复前', after: '修复后' },
    rule: { state: '连接状态', unacked: '未确认数据' },
    side: { own: '本机', peer: '对端', router: '路由器' },
  },
  meaning: (word, means) => `${word}（${means}）`,
};
