import type { ErrorWords } from '../en/errors.ts';

export const errors: Readonly<Record<string, ErrorWords>> = {
  disconnected: { message: () => '主机没有应答，操作未能完成。', hint: '会自动重新连接；之后请再试一次。' },
  'run-not-saved': {
    message: () => '实验未能保存到历史中。',
    hint: '测得的内容在历史文件旁的一个文件里；之后可在“历史”界面导入。',
  },
  'run-elsewhere': { message: () => '这个实验正在另一个 Halfopen 程序中运行。', hint: '请在那里取消。' },
  'run-under-way': {
    message: () => '已有一个实验在运行；两个同时进行会互相干扰。',
    hint: '请等它结束，或取消它：已测得的结果会保留。',
  },
  'experiment-not-found': { message: () => '这个实验已不在历史中。', hint: '可能已被删除；请查看“历史”界面。' },
  'not-lintable': {
    message: ({ given }) => `${given} 没有给自己设定判定时限，无从检验。`,
    hint: '请选择心跳，或其他有自己时限的检测器。',
  },
  'experiment-running': { message: () => '这个实验仍在运行。', hint: '请先取消它。' },
  'history-locked': {
    message: () => '历史文件被另一个程序占用。',
    hint: '不会丢失任何内容：会再次尝试。若持续如此，请关闭另一个程序。',
  },
  'disk-full': {
    message: () => '磁盘已满。',
    hint: '请腾出空间。正在进行的实验会把测得的内容保存在内存中，有空间时写入。',
  },
  'history-read-only': { message: () => '历史文件不可写。', hint: '请更改权限，或用 --db FILE 启动 Halfopen。' },
  'history-damaged': { message: () => '历史文件已损坏。', hint: '请用旁边的备份恢复。' },
  'history-io': { message: () => '磁盘拒绝读写历史文件。', hint: '请检查磁盘；正在运行的内容保存在内存中。' },
  'import-invalid': {
    message: () => '这个文件不是 Halfopen 的导出。',
    hint: '请导入以 JSON 或完整记录形式导出的文件。',
  },
  'import-incomplete': { message: () => '这个文件不完整。', hint: '请重新导出或复制；没有导入任何内容。' },
  'import-from-the-future': {
    message: () => '这个文件由更新版本的 Halfopen 生成。',
    hint: '请更新 Halfopen；没有导入任何内容。',
  },
  'no-pdf': { message: () => '此主机无法生成 PDF：只有桌面窗口可以。', hint: '请保存 HTML 报告，打开后打印为 PDF。' },
  'no-trace': {
    message: () => '这次试验收到的心跳不足两个，没有可以回放的内容。',
    hint: '请选用能收到对端消息的检测器的试验：heartbeat、phi-accrual、k-of-n、bfd 或 receive-deadline。',
  },
  'no-such-session': { message: () => '这个会话已不存在。', hint: '请查看会话表。' },
  'no-such-server': { message: () => '这个探测服务器已不存在。', hint: '请另启动一个。' },
  'server-gone': { message: () => '这个探测服务器已消失。', hint: '请另启动一个。' },
  'too-many-sessions': {
    message: () => '会话数超过本机允许的数量。',
    hint: '请减少数量，或提高打开文件数的限制（ulimit -n）。',
  },
  'helper-missing': {
    message: () => '无法设置套接字选项：本地助手不可用。',
    hint: '请运行 npm run build:native；它会说明缺少什么。',
  },
  internal: { message: () => 'Halfopen 内部出错。', hint: '这是一个缺陷；主机日志中有更多信息。' },
  'bad-answer': { message: () => '主机的应答与约定不符。', hint: '请重新加载：主机可能是另一版本。' },
  'host-closed': { message: () => '主机正在关闭。', hint: '请重新启动 Halfopen。' },
  'pdf-failed': { message: () => '未能生成 PDF。', hint: '请改为保存 HTML 报告并打印。' },
  'port-in-use': { message: ({ given }) => `端口 ${given} 已被其他程序占用。`, hint: '请换一个端口，或结束那个程序。' },
  'cannot-listen': { message: ({ errno }) => `无法在那里监听：${errno}。`, hint: '请换一个地址或端口。' },
  'not-reachable': {
    message: ({ errno }) => `无法连接：${errno}。`,
    hint: '请确认那里有服务器在监听，且中间没有防火墙。',
  },
  'option-failed': { message: ({ errno }) => `内核拒绝了一个套接字选项：${errno}。`, hint: '没有改变任何设置。' },
  'option-refused': {
    message: ({ given, allowed }) => `内核无法接受 ${given}；允许：${allowed}。`,
    hint: '没有改变任何设置。',
  },
  'firewall-refused': {
    message: () => '系统的包过滤器没有接受规则：什么都没有切断。',
    hint: '请以管理员（Windows）或 root（macOS）身份启动 Halfopen，或把对端放到另一台机器上并拔掉网线。',
  },
  'not-suspended': {
    message: ({ errno }) => `未能挂起或恢复对端进程：${errno}。`,
    hint: '它可能已经结束；请另启一个探测服务器。',
  },
};
