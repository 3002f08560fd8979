/** Captures of private networks as files that Wireshark opens, one for each network; for their user only. */
import type { Fault } from '#model/faults/index.ts';
import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { join, resolve } from 'node:path';
import { HalfopenError } from '#model/error.ts';
import { faultLabel } from '#model/faults/index.ts';
import type { CapturedPacket } from '#model/packet/decode.ts';
import { captureEnd, captureEntry, captureHead } from '#model/packet/pcapng.ts';

/** What became of one file. */
export interface CaptureFile {
  readonly path: string;
  readonly packets: number;
  /** Packets that the kernel had no room for. */
  readonly lost: number;
  /** Why it is not whole: the errno of the disk, or that the network ended before; null when it is. */
  readonly trouble: string | null;
}

export interface CaptureWriter {
  add(packet: CapturedPacket): void;
  /** Resolves when it is on its way to the disk; `lost` is null when nobody knows any more, for a reason. */
  end(lost: number | null, why?: string): Promise<void>;
}

export interface CaptureFolder {
  open(fault: Fault): CaptureWriter;
  readonly files: readonly CaptureFile[];
}

/** @throws HalfopenError `output-not-written` at once, before anything is measured. */
export function createCaptureFolder(folder: string): CaptureFolder {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const errno = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new HalfopenError({
      code: 'output-not-written',
      fault: 'input',
      message: `The folder ${folder} for captures cannot be created (${errno}).`,
      hint: 'Choose another folder with --capture.',
      given: folder,
      errno,
    });
  }
  const files: CaptureFile[] = [];
  return {
    files,
    open(fault) {
      const path = join(resolve(folder), `${faultLabel(fault).match(/\w+/g)?.join('-') ?? fault.kind}.pcapng`);
      return writerTo(path, `halfopen: ${faultLabel(fault)}, as the client sees it`, (file) => files.push(file));
    },
  };
}

/** One that is there already would keep who may read it; a link would lead elsewhere. */
function newFile(path: string, noteTrouble: (error: NodeJS.ErrnoException) => void): WriteStream {
  try {
    rmSync(path, { force: true });
  } catch (error) {
    noteTrouble(error as NodeJS.ErrnoException);
  }
  return createWriteStream(path, { flags: 'wx', mode: 0o600 }).on('error', noteTrouble);
}

function writerTo(path: string, comment: string, done: (file: CaptureFile) => void): CaptureWriter {
  let trouble: string | null = null;
  let packets = 0;
  let lastNs = 0n;
  // A full disk costs the capture, not the experiment.
  const noteTrouble = ({ code, message }: NodeJS.ErrnoException): void => void (trouble ??= code ?? message);
  const stream = newFile(path, noteTrouble);
  stream.write(captureHead({ comment, interfaceName: 'client' }));
  return {
    add(packet) {
      if (trouble !== null) return;
      packets += 1;
      lastNs = packet.realNs;
      stream.write(captureEntry(packet));
    },
    async end(lost, why = 'the network ended before') {
      if (trouble === null)
        await new Promise<void>((settled) => {
          stream.once('close', settled);
          stream.end(captureEnd(lastNs, lost ?? 0));
        });
      if (lost === null) trouble ??= why;
      done({ path, packets, lost: lost ?? 0, trouble });
    },
  };
}
