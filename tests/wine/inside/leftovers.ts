/** Runs on Windows: what it can do, where the journal of firewall rules is in a folder of the test. argv: that folder. */
const [folder = ''] = process.argv.slice(2);
process.env['LOCALAPPDATA'] = folder;
const { capabilities } = await import('#platform');
const { items } = await capabilities();
process.stdout.write(`${JSON.stringify(items.filter(({ id }) => id.startsWith('firewall')))}\n`);
process.exit(0);
