/** What the linter of heartbeats asks, finds and advises, in Chinese. */
import type { LintWords } from './lint-en.ts';

export const lintZh: LintWords = {
  title: '故障之下，这个心跳表现如何',
  question: {
    healthy: '连接健康时，它会不会误报？',
    traffic: '流量会不会推迟 PING，从而掩盖一个方向已断？',
    bulk: 'PONG 排在对端的数据后面时，会不会被当成对端已死？',
    stale: '对旧 PING 的 PONG 算不算存活迹象？',
    frozen: '能否察觉对端冻结？',
    path: '它监视的是不是承载数据的那条连接？',
  },
  answer: { pass: '通过', warn: '警告', fail: '不通过', unmeasured: '未测' },
  good: {
    healthy: '不会：没有故障时没有误报。',
    traffic: '不会：无论空闲、写入还是读取，每个方向中断都能按时察觉。',
    bulk: '不会：收到数据即算存活，或者 PONG 走自己的连接。',
    stale: '不算：只回答旧 PING 的对端会被判定为已死。',
    frozen: '能，无论流量如何。',
    path: '是，或者它也保住那条连接。',
  },
  advice: {
    healthy: '它把仍在应答的对端判定为已死。请放宽时间，或增加次数。',
    traffic: '静默只按收到的数据计算，绝不按发出的数据；或者让 PING 按自己的时刻表发送，不管有没有流量。',
    bulk: '对端发来的任何数据都算存活迹象；或者让 PONG 越过数据先发；或者给心跳单独一条连接，并同时监视两条。',
    stale: '给 PING 编号，让对端原样带回，只认对最近一个 PING 的回答：否则慢到不可用的对端会永远显得活着。',
    frozen: '只有进程自己的应答才能说明它在运行：不管有没有流量都要发 PING，并由真正干活的循环来回答。',
    path: '想知道哪条连接的死活，PING 就走哪条连接。另一条连接证明的是主机，不是这条路径。',
  },
  late: '能察觉，但晚于设置所说的时间：流量推迟了 PING。',
  needsNetwork: '这需要私有主机和会遗忘连接的防火墙；“halfopen capabilities”会说明这里缺什么。',
  evidence: (fault, traffic, what) => `${fault}，${traffic}：${what}`,
  predicted: (what, theory) => `${what}（预测 ${theory}）`,
  silent: '没有误报，正确',
  alarm: (time) => `${time} 后误报`,
  scaled: (by, given) => `${given}，加快 ${by} 倍`,
  lasts: (seconds) => `约 ${seconds} s`,
  clean: '没有不通过的项目。',
  failing: (n) => `${n} 项不通过。`,
};
