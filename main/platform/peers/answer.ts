/** The responder of one connection, on its socket. */
import type { Socket } from 'node:net';
import type { Clock } from '#engine/ports.ts';
import { HalfopenError } from '#model/error.ts';
import { respond, startResponder } from '#model/responder.ts';
import type { ResponderBehaviour, ResponderInput, ResponderStep, ResponderWant } from '#model/responder.ts';
import { FrameDecoder } from '#model/wire/decoder.ts';
import { encodeFrame } from '#model/wire/frame.ts';
import type { FrameToEncode } from '#model/wire/frame.ts';

export interface Responding {
  readonly behaviour: ResponderBehaviour;
  behave(behaviour: ResponderBehaviour): void;
}

/**
 * What a client that never reads may make us hold. Beyond it its PINGs are read but not answered,
 * as a server with full buffers would do, until it has drained.
 */
export const maxUnreadBytes = 64 * 1024;

export interface RespondHooks {
  /** The stream is no heartbeat stream; the connection is closed afterwards. */
  onGarbage?(error: HalfopenError): void;
  /** The client does not read: answers are being dropped from now on. */
  onFull?(): void;
}

export function respondOn(
  socket: Socket,
  clock: Clock,
  behaviour: ResponderBehaviour,
  hooks: RespondHooks = {},
): Responding {
  const decoder = new FrameDecoder();
  const wakes = new Map<string, () => void>();
  let step: ResponderStep = startResponder(clock.now(), behaviour);
  const send = senderOn(socket, hooks);

  const tell = (input: ResponderInput): void => {
    step = respond(step.state, input);
    step.wants.forEach(carryOut);
  };
  const carryOut = (want: ResponderWant): void => {
    if (want.type === 'wake') {
      const { timer } = want;
      wakes.get(timer)?.();
      wakes.set(
        timer,
        clock.at(want.at, () => tell({ type: 'woke', at: clock.now(), timer })),
      );
      return;
    }
    send(want.frame);
  };

  socket.on('data', (bytes: Buffer) => {
    try {
      for (const frame of decoder.push(bytes)) tell({ type: 'received', at: clock.now(), frame });
    } catch (error) {
      if (!(error instanceof HalfopenError)) throw error;
      hooks.onGarbage?.(error);
      socket.destroy();
    }
  });
  socket.on('close', () => {
    for (const cancel of wakes.values()) cancel();
  });
  step.wants.forEach(carryOut);
  return {
    get behaviour() {
      return step.state.behaviour;
    },
    behave: (next) => tell({ type: 'behave', at: clock.now(), behaviour: next }),
  };
}

/** Drops answers while the client does not read them. */
function senderOn(socket: Socket, hooks: RespondHooks): (frame: FrameToEncode) => void {
  let full = false;
  return (frame) => {
    const wasFull = full;
    full = socket.writableLength > maxUnreadBytes;
    if (full && !wasFull) hooks.onFull?.();
    if (!full && socket.writable) socket.write(encodeFrame(frame));
  };
}
