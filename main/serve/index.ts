/**
 * The browser's door.
 *
 * Who gets in can open connections to any host, freeze and kill the probe processes that we started, read and change
 * the history. So: loopback only unless asked otherwise; a token of 256 bits, new at each start, that never stands in a
 * request line (it is in the fragment of the address, and in a header of the upgrade to WebSocket: without it there is no
 * WebSocket, see main/contract/wire/admission.ts); `Host` must be an address that we
 * listen on, against DNS rebinding; `Origin` must be ours, against other pages of the same browser; no CORS header,
 * no route but static files, no cookie. Programs of the same user can do all this without us.
 */
export { serve } from './serve.ts';
export type { Served, ServeOptions } from './serve.ts';
