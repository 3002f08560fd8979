import type { ErrorWords } from '../en/errors.ts';

export const errors: Readonly<Record<string, ErrorWords>> = {
  disconnected: { message: () => '后台没有响应，操作未执行。', hint: '页面会自动重新连接，之后请重试。' },
  'run-not-saved': {
    message: () => '实验未能保存到历史中。',
    hint: '结果在历史文件旁的一个文件里，可在“历史”界面导入。',
  },
  'run-elsewhere': { message: () => '这个实验正在另一个 Halfopen 程序中运行。', hint: '请在那里取消。' },
  'run-under-way': {
    message: () => '已有一个实验在运行。两个实验同时进行会互相干扰。',
    hint: '请等它结束，或将其取消。已有的结果会保留。',
  },
  'experiment-not-found': { message: () => '历史中已没有这个实验。', hint: '可能已被删除，请查看“历史”界面。' },
  'not-lintable': {
    message: ({ given }) => `${given} 没有自己的检测时间，无从检查。`,
    hint: '请选择心跳，或其他有检测时间的检测器。',
  },
  'experiment-running': { message: () => '这个实验仍在运行。', hint: '请先取消它。' },
  'experiment-finished': {
    message: () => '这个实验已结束，而该文件会改变它。没有导入任何内容。',
    hint: '已结束的实验不再改变。请把文件导入另一个历史。',
  },
  'experiment-unreadable': {
    message: () => '这个实验无法显示：它的数据不是 Halfopen 写入的形式。',
    hint: '可以删除它，其他实验不受影响。',
  },
  'history-locked': {
    message: () => '历史文件正被另一个程序占用。',
    hint: '不会丢失数据，Halfopen 会重试。若持续如此，请关闭另一个程序。',
  },
  'disk-full': {
    message: () => '磁盘已满。',
    hint: '请腾出空间。运行中的实验会把结果留在内存里，有空间后再保存。',
  },
  'history-read-only': { message: () => '历史文件是只读的。', hint: '请更改权限，或用 --db FILE 启动 Halfopen。' },
  'history-needs-wal': {
    message: () => '历史文件不能放在这个文件系统上：SQLite 无法在此使用预写日志。',
    hint: '请用 --db FILE 启动 Halfopen，文件放在本地磁盘上。',
  },
  'history-damaged': { message: () => '历史文件已损坏。', hint: '请用旁边的备份恢复。' },
  'history-io': { message: () => '磁盘无法读写历史文件。', hint: '请检查磁盘。运行中的实验会把结果留在内存里。' },
  'import-invalid': {
    message: ({ given, path, allowed }) =>
      path === ''
        ? `${given} 不是 Halfopen 导出的文件，没有导入任何内容。`
        : `${given} 无法导入：${path} 处的值不被允许（允许：${allowed}）。没有导入任何内容。`,
    hint: '请导入以 JSON 或完整记录形式导出的文件。',
  },
  'import-incomplete': {
    message: ({ given }) => `${given} 不完整，没有导入任何内容。`,
    hint: '请重新导出或复制该文件。',
  },
  'import-from-the-future': {
    message: ({ given }) => `${given} 由更新版本的 Halfopen 生成，没有导入任何内容。`,
    hint: '请更新 Halfopen。',
  },
  'no-pdf': { message: () => '此处无法生成 PDF，只有桌面应用可以。', hint: '请保存 HTML 报告，打开后打印为 PDF。' },
  'no-trace': {
    message: () => '这次试验收到的心跳不足两个，没有可回放的内容。',
    hint: '请选择能收到对端消息的检测器的试验：heartbeat、phi-accrual、k-of-n、bfd 或 receive-deadline。',
  },
  'no-such-session': { message: () => '这个会话已不存在。', hint: '请查看会话列表。' },
  'no-such-server': { message: () => '这个探测服务器已不存在。', hint: '请另外启动一个。' },
  'server-gone': { message: () => '这个探测服务器已退出。', hint: '请另外启动一个。' },
  'too-many-sessions': {
    message: () => '会话数超过本机的限制。',
    hint: '请减少数量，或提高打开文件数的上限（ulimit -n）。',
  },
  'helper-missing': {
    message: () => '本地助手不可用，无法设置套接字选项。',
    hint: '请运行 npm run build:native，它会说明缺少什么。',
  },
  internal: { message: () => 'Halfopen 内部出错。', hint: '这是程序缺陷，后台日志中有详细信息。' },
  'bad-answer': { message: () => '后台返回了意外的应答。', hint: '请重新加载页面：页面与后台的版本可能不同。' },
  'history-thread-ended': {
    message: () => 'Halfopen 中负责保存历史记录的部分已停止。',
    hint: '已写入的内容在历史记录中。请重新启动 Halfopen。',
  },
  'host-closed': { message: () => '后台正在关闭。', hint: '请重新启动 Halfopen。' },
  'pdf-failed': { message: () => '未能生成 PDF。', hint: '请改为保存 HTML 报告并打印。' },
  'port-in-use': { message: ({ given }) => `端口 ${given} 已被其他程序占用。`, hint: '请换一个端口，或关闭那个程序。' },
  'cannot-listen': { message: ({ errno }) => `服务器无法在那里监听：${errno}。`, hint: '请换一个地址或端口。' },
  'not-reachable': {
    message: ({ errno }) => `连接失败：${errno}。`,
    hint: '请确认那里有服务器在监听，且中间没有防火墙。',
    hints: {
      ECONNREFUSED: '该端口上没有程序在监听。请检查端口，或在那里启动服务器。',
      ETIMEDOUT: '没有任何应答。主机可能已关机，或防火墙丢弃了数据包。',
      EHOSTUNREACH: '没有通往该主机的路由，或主机已关机。请检查地址。',
      ENETUNREACH: '本机没有通往该网络的路由。请检查地址和本机的网络连接。',
      ENOTFOUND: '没有这个名称的主机。请检查拼写，或直接填写地址。',
      EAI_AGAIN: '域名服务器没有应答。请直接填写主机地址。',
      EMFILE: 'Halfopen 打开的文件数已达上限。请提高上限（ulimit -n）并重新启动。',
      ENFILE: '系统打开的文件数已达上限。请关闭其他程序。',
      EADDRNOTAVAIL: '到该目标已没有可用的本地端口。请换用它的另一个地址，或减少会话数。',
    },
  },
  'option-failed': { message: ({ errno }) => `内核拒绝了一个套接字选项：${errno}。`, hint: '没有更改任何设置。' },
  'option-refused': {
    message: ({ given, allowed }) => `内核不接受 ${given}。允许的值：${allowed}。`,
    hint: '没有更改任何设置。',
  },
  'firewall-refused': {
    message: () => '系统的包过滤器拒绝了规则，没有切断任何连接。',
    hint: '请以管理员（Windows）或 root（macOS）身份启动 Halfopen，或把对端放到另一台机器上并拔掉网线。',
  },
  'not-suspended': {
    message: ({ errno }) => `未能挂起或恢复对端进程：${errno}。`,
    hint: '它可能已经结束。请另外启动一个探测服务器。',
  },
};
