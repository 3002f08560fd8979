/** What addon.c exports: see there. */
export interface Binding {
  surface(): number;
  ranges(out: Int32Array): number;
  apply(fd: number, asked: Int32Array, got: Int32Array): number;
  read(fd: number, got: Int32Array): number;
  tcpInfo(fds: Int32Array, slots: Uint8Array): number;
  queues(fd: number, out: Int32Array): number;
  readiness(fd: number, out: Int32Array): number;
  openDiag(): number;
  armedTimer(diag: number, fd: number, out: Int32Array): number;
  sendOob(fd: number, byte: number): number;
  cutOff(fd: number, cut: number, span: BigInt64Array): number;
  clocks(out: BigInt64Array): number;
  enterNetns(fd: number): number;
  fetch(door: string, ticket: string): number;
  dieWithParent(): number;
  locate(local: string, remote: string): number;
  abilities(): number;
  suspend(pid: number, suspended: number): number;
  connections(into: Int32Array, unread: Int32Array): number;
  systemFolder(into: Uint16Array): number;
}
