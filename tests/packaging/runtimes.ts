/** Folders that electron-builder takes for Electron's runtime of each system, made of what is here. */
import { appendFileSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { repository } from '../ground/sources.ts';

export const configText = readFileSync(join(repository, 'electron-builder.yml'), 'utf8');
export const config = parse(configText) as {
  readonly electronVersion: string;
  readonly electronFuses: Readonly<Record<string, boolean>>;
};

/** The sentinel, version and count of a fuse wire (electron/fuses, README), all as Electron ships them. */
const fuseWire = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\u0001\u000810110010';

function put(folder: string, files: readonly string[]): void {
  for (const file of files) writeFileSync(join(folder, file), '');
}

/** Its program is this Node. */
export function linuxRuntime(folder: string): string {
  for (const inner of ['resources', 'locales']) mkdirSync(join(folder, inner), { recursive: true });
  copyFileSync(process.execPath, join(folder, 'electron'));
  appendFileSync(join(folder, 'electron'), fuseWire);
  put(folder, ['chrome-sandbox', 'chrome_crashpad_handler', 'resources.pak', 'LICENSE', 'LICENSES.chromium.html']);
  writeFileSync(join(folder, 'version'), config.electronVersion);
  return folder;
}

/** Its program is a Node for Windows, without its signature: icon and version are written into it. */
export const windowsRuntime =
  (node: string) =>
  (folder: string): string => {
    for (const inner of ['resources', 'locales']) mkdirSync(join(folder, inner), { recursive: true });
    writeFileSync(join(folder, 'electron.exe'), unsigned(readFileSync(node)));
    appendFileSync(join(folder, 'electron.exe'), fuseWire);
    put(folder, ['ffmpeg.dll', 'resources.pak', 'LICENSE', 'LICENSES.chromium.html']);
    writeFileSync(join(folder, 'version'), config.electronVersion);
    return folder;
  };

/** The certificate table is the fifth data directory of a PE32+ file, and lies at its end (Microsoft, PE Format). */
function unsigned(program: Buffer): Buffer {
  const optionalHeader = program.readUInt32LE(0x3c) + 24;
  const directory = optionalHeader + 112 + 4 * 8;
  const start = program.readUInt32LE(directory);
  program.fill(0, directory, directory + 8);
  return start === 0 ? program : program.subarray(0, start);
}

const plist = (name: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict><key>CFBundleExecutable</key><string>${name}</string>` +
  `<key>CFBundleIdentifier</key><string>com.github.Electron</string><key>CFBundleName</key><string>${name}</string></dict></plist>\n`;

export function macRuntime(folder: string): string {
  const contents = join(folder, 'Electron.app', 'Contents');
  const bundle = (at: string, name: string): void => {
    mkdirSync(join(at, 'MacOS'), { recursive: true });
    writeFileSync(join(at, 'Info.plist'), plist(name));
    writeFileSync(join(at, 'MacOS', name), '', { mode: 0o755 });
  };
  bundle(contents, 'Electron');
  mkdirSync(join(contents, 'Resources'));
  put(contents, ['Resources/electron.icns']);
  for (const kind of ['', ' (GPU)', ' (Plugin)', ' (Renderer)'])
    bundle(join(contents, 'Frameworks', `Electron Helper${kind}.app`, 'Contents'), `Electron Helper${kind}`);
  const framework = join(contents, 'Frameworks', 'Electron Framework.framework');
  mkdirSync(join(framework, 'Versions', 'A'), { recursive: true });
  writeFileSync(join(framework, 'Electron Framework'), fuseWire);
  put(folder, ['LICENSE', 'LICENSES.chromium.html']);
  writeFileSync(join(folder, 'version'), config.electronVersion);
  return folder;
}
