/** presets. */
import { languageOption } from '../terminal/language-option.ts';
import type { Language } from '../options.ts';
import type { CommandFrame } from '../frame.ts';

export function addPresets({ root, handlers, finish, language }: CommandFrame): void {
  const presets = root
    .command('presets')
    .summary('list or print ready-made experiments')
    .description('Lists the ready-made experiments, or prints the file of one, to copy and edit.');
  presets
    .command('list')
    .description('list all presets and what they show')
    .addOption(languageOption(language))
    .action((options: { lang: Language }) => finish(handlers.showPresets(options)));
  presets
    .command('show')
    .description('print the file of a preset')
    .argument('<name>', 'name of the preset')
    .action((name: string) => finish(handlers.showPreset(name)));
}
