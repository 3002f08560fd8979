/** Runs on Windows: tries a firewall rule, in a folder and with an environment that offer a netsh.exe of their own. argv: that folder. */
import { loadNative } from '#native';
import { allowFirewall } from '#platform';
import { filterHere } from '#platform/faults/filter-here.ts';

const [folder = ''] = process.argv.slice(2);
process.chdir(folder);
for (const name of ['PATH', 'SystemRoot', 'windir']) process.env[name] = folder;
allowFirewall();
const loaded = loadNative();
const systemFolder = loaded.ok ? loaded.native.systemFolder() : loaded;
const can = await filterHere()?.can();
process.stdout.write(`${JSON.stringify({ systemFolder, can })}\n`);
process.exit(0);
