/** What this host can do, for its view. */
import { dirname } from 'node:path';
import { protocolVersion } from '#contract/wire/abilities.ts';
import type { Host } from '#contract/wire/host.ts';
import type { LivePorts } from '#engine/ports.ts';
import type { Capabilities } from '#model/capability.ts';
import { HalfopenError } from '#model/error.ts';
import { capabilities, thisHost } from '#platform';

type AbilitiesHost = Pick<Host, Extract<keyof Host, `host.${string}`>>;

export interface AbilitiesParts {
  readonly ports: Pick<LivePorts, 'clock' | 'kernel'>;
  readonly historyPath: string;
  readonly reveal: ((folder: string) => Promise<void>) | undefined;
  readonly canPrint: boolean;
  readonly canQuit: boolean;
}

export const noPdf = {
  no: 'This host cannot print PDF files.',
  fix: 'Save the HTML report, open it in a browser and print it to a PDF file.',
};

export function createAbilities({ ports, historyPath, reveal, canPrint, canQuit }: AbilitiesParts): AbilitiesHost {
  const noReveal = {
    no: 'This host cannot open a file manager.',
    fix: `The folder is ${dirname(historyPath)}.`,
  };
  const noQuit = { no: 'This host keeps running when its view closes.', fix: 'Stop it where it was started.' };
  // Probed once: it opens real connections, and nothing that it finds changes while a program runs.
  let probed: Promise<Capabilities> | null = null;
  return {
    'host.abilities': async () => {
      probed ??= capabilities();
      const { items } = await probed;
      return {
        protocol: protocolVersion,
        host: thisHost(),
        kernel: ports.kernel,
        now: ports.clock.now(),
        capabilities: items,
        historyPath,
        pdf: canPrint ? true : noPdf,
        reveal: reveal === undefined ? noReveal : true,
        quit: canQuit ? true : noQuit,
      };
    },
    'host.reveal': async () => {
      if (reveal === undefined) throw cannot('no-reveal', noReveal);
      await reveal(dirname(historyPath));
      return null;
    },
  };
}

/** An ability that is asked for all the same. */
export const cannot = (code: string, { no, fix }: { readonly no: string; readonly fix: string }): HalfopenError =>
  new HalfopenError({ code, fault: 'machine', message: no, hint: fix });
