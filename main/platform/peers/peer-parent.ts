/** The channel of a peer process to the program that started it: Node's own, or that of an Electron utility process. */

export interface PeerParent {
  send(message: unknown): void;
  onMessage(handle: (message: unknown) => void): void;
  /** The program is gone. Electron ends its utility processes by itself. */
  onGone(handle: () => void): void;
}

/** `process.parentPort` (electronjs.org/docs/latest/api/process), as far as it is used here. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', handle: (event: { readonly data: unknown }) => void): void;
}

export function peerParent(): PeerParent {
  const { parentPort: port } = process as { readonly parentPort?: ParentPort };
  if (port !== undefined)
    return {
      send: (message) => port.postMessage(message),
      onMessage: (handle) => port.on('message', ({ data }) => handle(data)),
      onGone: () => {},
    };
  return {
    // To a program that is gone: `onGone` says so.
    send: (message) => void process.send?.(message, undefined, undefined, () => {}),
    onMessage: (handle) => void process.on('message', handle),
    onGone: (handle) => void process.once('disconnect', handle),
  };
}
