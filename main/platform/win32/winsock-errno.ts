/**
 * libuv has no name for WSAENETRESET (src/win/error.c), so Node calls it UNKNOWN. Of the errors that recv() documents it is
 * the only one without a name there: "the connection has been broken due to keep-alive activity that detected a failure".
 */
export function winsockErrno(code: string, syscall: string): string {
  return code === 'UNKNOWN' && syscall === 'read' ? 'ENETRESET' : code;
}
