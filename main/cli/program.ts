/** The command line: what there is, how it is spelled, and help. What commands do is in their own files. */
import { Command, CommanderError } from 'commander';
import pc from 'picocolors';
import { exitCodes } from '#model/error.ts';
import metadata from '#package' with { type: 'json' };
import { addEndCommands } from './ends/commands.ts';
import { addCapabilities } from './capabilities/commands.ts';
import { addHistoryCommands } from './history/commands.ts';
import { addLint } from './lint/commands.ts';
import { addPredict } from './predict/commands.ts';
import { addPresets } from './presets/commands.ts';
import { addReplay } from './replay/commands.ts';
import { addRun } from './run/commands.ts';
import { addUiCommands } from './ui/commands.ts';
import type { CommandFrame, ProgramFrame, ProgramOutput } from './frame.ts';

const examples = `
Examples:
  halfopen run                     how fast each mechanism detects a dead peer
  halfopen run quick               a shorter run, about ten seconds
  halfopen run my.yaml             your own experiment
  halfopen presets show classic    an experiment file to copy and edit
  halfopen predict keepalive --idle 60s --interval 10s --count 6
  halfopen capabilities            what works on this machine
  halfopen ui                      the app in a browser

Exit codes:
  0 done, 1 an expectation was not met, 2 bad input, 3 this machine lacks a
  capability, 4 internal error, 130 cancelled (what was measured is saved)`;

/** Runs the command line and returns its exit code; errors of commands are thrown to the caller. */
export async function runProgram(args: readonly string[], frame: ProgramFrame): Promise<number> {
  let exitCode: number = exitCodes.done;
  const root = createRoot(frame.output);
  const finish = async (promise: Promise<number>): Promise<void> => {
    exitCode = await promise;
  };
  const commands: CommandFrame = { ...frame, root, finish };
  addExperimentCommands(commands);
  addHistoryCommands(commands);
  addUiCommands(commands);
  addEndCommands(commands);
  try {
    await root.parseAsync(spelledOut(args), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCodes.done : exitCodes.badInput;
  }
  return exitCode;
}

function addExperimentCommands(frame: CommandFrame): void {
  frame.root.commandsGroup('Experiments:');
  addRun(frame);
  addPresets(frame);
  addLint(frame);
  addPredict(frame);
  addReplay(frame);
  addCapabilities(frame);
}

/** Commands that list what there is when nothing more is said. */
const listing = new Set(['history', 'presets']);

/** Nothing at all asks for help; a listing command alone lists. Done here, so that a mistyped subcommand is named as one. */
function spelledOut(args: readonly string[]): readonly string[] {
  const [command, next, ...rest] = args;
  if (command === undefined) return ['--help'];
  if (!listing.has(command) || next === '-h' || next === '--help') return args;
  if (next === undefined) return [command, 'list'];
  return next.startsWith('-') ? [command, 'list', next, ...rest] : args;
}

function createRoot({ write, writeError, columns, colors }: ProgramOutput): Command {
  const paint = pc.createColors(colors);
  // In the voice of every other error of Halfopen.
  const complain = (text: string): void => writeError(text.replace(/^error: /, `${paint.red('halfopen:')} `));
  const help = new Command('help').argument('[command]').description('print help for a command').helpGroup('Help:');
  return (
    new Command('halfopen')
      .description(
        'Measures how long software keeps talking to a dead TCP peer, on real sockets, and compares that with theory.',
      )
      .version(metadata.version, '-V, --version', 'print the version')
      .helpOption('-h, --help', 'print this help')
      .addHelpCommand(help)
      .configureOutput({
        writeOut: write,
        writeErr: writeError,
        outputError: complain,
        getOutHelpWidth: () => columns,
        getErrHelpWidth: () => columns,
        getOutHasColors: () => colors,
        getErrHasColors: () => colors,
      })
      .configureHelp({ styleTitle: (title) => paint.bold(title), styleCommandText: (text) => paint.cyan(text) })
      .addHelpText('after', examples)
      // Subcommands inherit what stands here: they are added later.
      .exitOverride()
  );
}
