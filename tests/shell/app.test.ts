/** The built app on the stand-in: its own main, host and preload bundles, with Chromium as the window. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { addresses } from '#shell/addresses.ts';
import { contentSecurityPolicy } from '#door/csp.ts';
import { exportBundle, openHistory } from '#recorder';
import { requires } from '../precondition.ts';
import { ended, finished, heard, started } from '../recorder/story.ts';
import { chromiumPath, launchChromium, launchStandIn, startStandIn } from '../standin/launch.ts';
import type { StandIn, StandInOptions } from '../standin/launch.ts';
import type { Call } from '../standin/messages.ts';

const inChromium = requires('Chromium', existsSync(chromiumPath));
let browser: Browser | undefined;
const open: StandIn[] = [];
const folders: string[] = [];

beforeAll(async () => void (existsSync(chromiumPath) && (browser = await launchChromium())));
afterAll(async () => browser?.close());
afterEach(async () => {
  await Promise.all(open.splice(0).map((app) => app.close()));
  for (const path of folders.splice(0)) rmSync(path, { recursive: true });
});

/** One Chromium for all. */
const shared = (): StandInOptions => (browser === undefined ? {} : { browser });

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'halfopen-shell-'));
  folders.push(path);
  return path;
}

async function launched(options: StandInOptions = {}): Promise<StandIn> {
  const app = await launchStandIn({ ...shared(), historyPath: join(folder(), 'history.db'), ...options });
  open.push(app);
  return app;
}

const named = (app: StandIn, name: string): readonly Call[] => app.calls.filter((call) => call.name === name);
const argOf = (call: Call | undefined): Record<string, unknown> => (call?.args[0] ?? {}) as Record<string, unknown>;
const logOf = (app: StandIn): string => readFileSync(join(app.home, 'logs', 'halfopen.log'), 'utf8');

/**
 * Asks for a port; says `message` through it, if any, and resolves with its answer, or when the port closes. The view
 * takes the same port: so this asks under a number that the view will not come to.
 */
const roundTrip = (message: unknown): string => `new Promise((resolve) => {
  const listen = ({ data, source, origin, ports: [port] }) => {
    if (data?.type !== 'halfopen-port' || source !== window || origin !== location.origin) return;
    removeEventListener('message', listen);
    port.addEventListener('message', ({ data }) => {
      const heard = JSON.parse(data);
      if (heard.id === ${JSON.stringify(message)}?.id) resolve(heard);
    });
    port.addEventListener('close', () => resolve('closed'));
    port.start();
    if (${JSON.stringify(message)} !== null) port.postMessage(JSON.stringify(${JSON.stringify(message)}));
  };
  addEventListener('message', listen);
  halfopen.connect();
})`;
const ask = { t: 'ask', id: 4000, name: 'no.such', input: null };
const answer = {
  t: 'fail',
  id: 4000,
  error: { code: 'unknown-call', fault: 'input', message: 'This host has no call "no.such".' },
};

const hosts = (app: StandIn): readonly Call[] =>
  named(app, 'utilityProcess').filter((call) => String(call.args[0]).endsWith('host-process.js'));
const nthHost = (app: StandIn, n: number): Promise<Call> =>
  app.called('utilityProcess', () => hosts(app).length > n).then(() => hosts(app)[n] as Call);

inChromium.describe('a window', () => {
  let app: StandIn;
  beforeAll(async () => void (app = await launchStandIn({ ...shared(), historyPath: join(folder(), 'history.db') })));
  afterAll(async () => app.close());

  test('is nothing but a page', () => {
    const [made] = named(app, 'BrowserWindow');
    expect(argOf(made)['webPreferences']).toEqual({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      spellcheck: false,
      devTools: false,
      preload: expect.stringMatching(/^\/.*\/out\/preload\/index\.cjs$/),
    });
  });

  test('shows the built view from app://halfopen, whose scheme was registered before the app was ready, once', () => {
    const names = app.calls.map(({ name }) => name);
    expect(names.indexOf('protocol.registerSchemesAsPrivileged')).toBeLessThan(names.indexOf('ready'));
    expect(named(app, 'protocol.registerSchemesAsPrivileged').map(({ args }) => args)).toEqual([
      [[{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]],
    ]);
    expect(named(app, 'window.loadURL')[0]?.args).toEqual(['app://halfopen/index.html']);
  });

  test('has the view in it, which talks to the host over its port', async () => {
    await app.page.getByRole('link', { name: 'History' }).waitFor();
    expect(await app.page.evaluate(roundTrip(ask))).toEqual(answer);
  });

  test('gives the page one function', async () => {
    expect(await app.page.evaluate('[Object.keys(halfopen), typeof require, typeof process, typeof standIn]')).toEqual([
      ['connect'],
      'undefined',
      'undefined',
      'undefined',
    ]);
  });

  test('serves every file with the content security policy and its type, and nothing outside of the view', async () => {
    const fetched = (path: string): string => `fetch(${JSON.stringify(path)}).then(
      ({ status, headers }) => [status, headers.get('content-security-policy'), headers.get('x-content-type-options')])`;
    expect(await app.page.evaluate(fetched('/index.html'))).toEqual([200, contentSecurityPolicy(), 'nosniff']);
    for (const path of [
      '/../package.json',
      '/%2e%2e/%2e%2e/package.json',
      '/..%5c..%5cpackage.json',
      '/nothing.js',
      '/%00',
    ])
      expect(await app.page.evaluate(fetched(path))).toEqual([404, null, 'nosniff']);
  });

  test('runs no inline script and reaches nothing elsewhere', async () => {
    const violated = await app.page.evaluate(`new Promise((resolve) => {
      const seen = [];
      addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
        seen.push(effectiveDirective);
        if (seen.length === 2) resolve(seen.toSorted());
      });
      document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = 1' }));
      fetch('https://elsewhere.example/').catch(() => undefined);
    })`);
    expect(violated).toEqual(['connect-src', 'script-src-elem']);
    expect(await app.page.evaluate('typeof ran')).toBe('undefined');
  });

  test.each(['will-navigate', 'will-redirect', 'will-frame-navigate', 'will-attach-webview'])(
    'prevents %s',
    async (event) => {
      expect(await app.emit('contents', event, 'https://elsewhere.example/')).toEqual({ prevented: true });
      expect(await app.emit('contents', event, 'app://halfopen/icon.svg')).toEqual({ prevented: true });
    },
  );

  test('lets its page load itself again, but not in a frame, and not by a redirection', async () => {
    const page = 'app://halfopen/index.html#/history';
    expect(await app.emit('contents', 'will-navigate', page)).toEqual({ prevented: false });
    expect(await app.emit('contents', 'will-frame-navigate', page, true)).toEqual({ prevented: false });
    expect(await app.emit('contents', 'will-frame-navigate', page, false)).toEqual({ prevented: true });
    expect(await app.emit('contents', 'will-redirect', page)).toEqual({ prevented: true });
    await Promise.all([app.page.waitForEvent('load'), app.page.evaluate('location.reload()')]);
    expect(await app.page.evaluate(roundTrip(ask))).toEqual(answer);
  });

  test('stays where it is when its page wants to go elsewhere', async () => {
    const before = app.page.url();
    await app.page.evaluate("void (location.href = 'https://elsewhere.example/')");
    await expect.poll(() => app.refused).toContain('https://elsewhere.example/');
    expect(app.page.url()).toBe(before);
  });

  test('opens no second window, and in the browser of the system only what is ours', async () => {
    expect(await app.emit('contents', 'open-window', addresses.tcp)).toEqual({ action: 'deny' });
    expect(await app.emit('contents', 'open-window', 'https://elsewhere.example/')).toEqual({ action: 'deny' });
    expect(await app.emit('contents', 'open-window', 'file:///etc/passwd')).toEqual({ action: 'deny' });
    expect(named(app, 'shell.openExternal').map(({ args }) => args)).toEqual([[addresses.tcp]]);
  });

  test.each([
    'ar',
    'clipboard-read',
    'deprecated-sync-clipboard-read',
    'display-capture',
    'fileSystem',
    'fullscreen',
    'geolocation',
    'hid',
    'idle-detection',
    'keyboardLock',
    'local-fonts',
    'local-network-access',
    'media',
    'mediaKeySystem',
    'midi',
    'midiSysex',
    'nfc',
    'notifications',
    'openExternal',
    'persistent-storage',
    'pointerLock',
    'screen-wake-lock',
    'sensors',
    'serial',
    'storage-access',
    'usb',
    'vr',
    'window-management',
    'unknown',
    'one that is not invented yet',
  ])('denies %s at every door', async (permission) => {
    expect(await app.emit('contents', 'permission', permission)).toEqual({
      requested: false,
      checked: false,
      device: false,
    });
  });

  test('lets the page copy text', async () => {
    expect(await app.emit('contents', 'permission', 'clipboard-sanitized-write')).toEqual({
      requested: true,
      checked: true,
      device: false,
    });
  });

  test('asks where a file of the page is to be saved, by name and never by place', async () => {
    const asked = (url: string, name: string) => app.emit('contents', 'will-download', url, name);
    expect(await asked('blob:app://halfopen/0b1c', 'report.html')).toMatchObject({
      title: 'Save As',
      defaultPath: join(app.home, 'downloads', 'report.html'),
    });
    expect(await asked('blob:app://halfopen/0b1c', '../../.bashrc')).toMatchObject({
      defaultPath: join(app.home, 'downloads', '.bashrc'),
    });
    expect(await asked('blob:app://halfopen/0b1c', String.raw`..\..\evil.exe`)).toMatchObject({
      defaultPath: join(app.home, 'downloads', 'evil.exe'),
    });
    for (const url of [
      'https://elsewhere.example/x',
      'blob:https://halfopen/x',
      'data:text/html,x',
      'app://halfopen/index.html',
    ])
      expect(await asked(url, 'x')).toBeNull();
  });

  test('has a menu without developer tools, and moves by it without loading the page again', async () => {
    const menu = JSON.stringify(named(app, 'Menu.setApplicationMenu').at(-1)?.args);
    expect(menu).toContain('Detection Latency');
    expect(menu).not.toMatch(/reload|toggleDevTools/i);
    await app.page.evaluate('void (window.isSamePage = true)');
    expect(await app.emit('menu', 'latency')).toBe(true);
    await app.page.waitForURL(/#\/latency/);
    expect(await app.page.evaluate('window.isSamePage')).toBe(true);
    await app.emit('menu', 'rfc-tcp');
    expect(named(app, 'shell.openExternal').at(-1)?.args).toEqual([addresses.tcp]);
  });
});

inChromium.describe('a port to the host', () => {
  test.each([
    ['another origin', { origin: 'https://elsewhere.example', isMainFrame: true }],
    ['an origin that begins like ours', { origin: 'app://halfopen.elsewhere.example', isMainFrame: true }],
    ['a report on paper', { origin: 'app://paper', isMainFrame: true }],
    ['a frame in our page', { origin: 'app://halfopen', isMainFrame: false }],
    ['nowhere', { origin: 'null', isMainFrame: true }],
  ])('is not given to %s', async (_, from) => {
    const app = await launched();
    await app.page.evaluate(`window.got = 0; addEventListener('message', () => { window.got += 1; })`);
    app.forge('halfopen:connect', from);
    // Messages are heard in order: when this answer is here, the forged one was dealt with.
    expect(await app.page.evaluate(roundTrip(ask))).toEqual(answer);
    expect(await app.page.evaluate('window.got')).toBe(1);
    expect(logOf(app)).toContain('a port was asked for by a page that is not ours');
  });

  test('closes when the host process dies, which is started again, and a new one works', async () => {
    const app = await launched();
    const first = await nthHost(app, 0);
    const closed = app.page.evaluate(roundTrip(null));
    await app.page.evaluate(roundTrip(ask));
    process.kill(Number(first.args[3]), 'SIGKILL');
    expect(await closed).toBe('closed');
    await nthHost(app, 1);
    expect(await app.page.evaluate(roundTrip(ask))).toEqual(answer);
    expect(logOf(app)).toContain('the host process ended with code');
  });

  test('is told to be out of order when the host process dies twice, and mended on request', async () => {
    const app = await launched();
    process.kill(Number((await nthHost(app, 0)).args[3]), 'SIGKILL');
    process.kill(Number((await nthHost(app, 1)).args[3]), 'SIGKILL');
    const dialog = argOf(await app.called('dialog.showMessageBox'));
    expect(dialog).toMatchObject({ type: 'error', buttons: ['Try Again', 'Quit Halfopen'], cancelId: 1 });
    await nthHost(app, 2);
    expect(await app.page.evaluate(roundTrip(ask))).toEqual(answer);
  });
});

inChromium.describe('a page that breaks down', () => {
  const crash = async (app: StandIn): Promise<void> => {
    const cdp = await app.page.context().newCDPSession(app.page);
    // It never answers.
    void cdp.send('Page.crash').catch(() => undefined);
  };

  test('is told and loaded again once, while the host goes on; the second time a person is asked', async () => {
    const app = await launched();
    const before = app.page;
    await crash(app);
    await app.called('contents.reload');
    expect(argOf(await app.called('dialog.showMessageBox'))).toMatchObject({
      message: 'Halfopen reloaded the window after a failure.',
      buttons: ['OK'],
    });
    await expect.poll(() => app.page !== before && app.page.url().includes('index.html')).toBe(true);
    expect(await app.page.evaluate(roundTrip(ask))).toEqual(answer);
    expect(hosts(app)).toHaveLength(1);
    await crash(app);
    const second = await app.called('dialog.showMessageBox', (_, index) => index === 1);
    expect(argOf(second)).toMatchObject({ buttons: ['Try Again', 'Quit Halfopen'] });
    expect(logOf(app)).toMatch(/the page is gone: crashed, code \d+/);
  });
});

inChromium.describe('a second start', () => {
  test('shows the window that is there, at the place it names, and ends', async () => {
    const home = folder();
    const app = await launched({ home });
    const second = await startStandIn({ ...shared(), home, args: ['halfopen://session/42'] });
    expect(await second.close()).toBe(0);
    expect(named(second, 'BrowserWindow')).toEqual([]);
    await app.page.waitForURL(/#\/sessions\/42$/);
    expect(named(app, 'window.focus').length).toBe(1);
  });

  test('that says nonsense only brings the window to the front', async () => {
    const home = folder();
    const app = await launched({ home });
    await app.page.waitForURL(/#/);
    const before = app.page.url();
    const second = await startStandIn({ ...shared(), home, args: ['halfopen://session/42;rm', 'javascript:alert(1)'] });
    await second.close();
    await app.called('window.focus');
    expect(named(app, 'window.loadURL')).toHaveLength(1);
    expect(app.page.url()).toBe(before);
  });
});

inChromium.test('a link at the start opens its place', async () => {
  const app = await launched({ args: ['halfopen://settings'] });
  expect(app.page.url()).toMatch(/#\/settings$/);
});

inChromium.test('a link from the system opens its place', async () => {
  const app = await launched();
  expect(await app.emit('app', 'open-url', 'halfopen://latency')).toEqual({ prevented: true });
  await app.page.waitForURL(/#\/latency/);
});

inChromium.test('offers to look for updates where the package has a feed, and nowhere else', async () => {
  const home = folder();
  const without = await launched();
  expect(JSON.stringify(named(without, 'Menu.setApplicationMenu')[0]?.args)).not.toContain('Updates');
  writeFileSync(join(home, 'app-update.yml'), 'provider: generic\nurl: https://example.invalid\n');
  const withFeed = await launched({ home });
  expect(JSON.stringify(named(withFeed, 'Menu.setApplicationMenu')[0]?.args)).toContain('Updates');
});

inChromium.test('speaks Chinese where the system does', async () => {
  const app = await launched({ locale: 'zh-CN' });
  expect(JSON.stringify(named(app, 'Menu.setApplicationMenu')[0]?.args)).toContain('检测延迟');
});

inChromium.test('remembers where its window was', async () => {
  const home = folder();
  const app = await launchStandIn({ ...shared(), home });
  await app.close();
  expect(JSON.parse(readFileSync(join(home, 'userData', 'window.json'), 'utf8'))).toEqual({
    last: '1',
    places: { 1: { x: 180, y: 90, width: 1240, height: 820, isMaximized: false } },
  });
});

inChromium.test('leaves no process behind', async () => {
  const app = await launchStandIn(shared());
  const host = Number((await nthHost(app, 0)).args[3]);
  expect(await app.close()).toBe(0);
  expect(() => process.kill(host, 0)).toThrow('ESRCH');
});

inChromium.describe('a file of experiments', () => {
  const experiment = '01kb3aaaaaaaaaaaaaaaaaaaaa';
  const exportedFile = (): string => {
    const path = join(folder(), 'a walk.halfopen');
    const from = openHistory(join(folder(), 'from.db'));
    const recorder = from.recorder(experiment);
    recorder.append([started(experiment), heard(experiment, 0, 5), ended(experiment, 0, 10), finished(experiment)]);
    recorder.close();
    from.conclude(experiment);
    writeFileSync(path, exportBundle(from, [experiment]));
    from.close();
    return path;
  };

  test('is taken in and shown when the program is started with it', async () => {
    const app = await launched({ args: [exportedFile()] });
    await app.page.waitForURL(new RegExp(`#/experiments/run/${experiment}$`));
    expect(await app.page.getByText('story').first().isVisible()).toBe(true);
  });

  test('is taken in when the system hands it over, or a second start names it', async () => {
    const home = folder();
    const app = await launched({ home });
    const path = exportedFile();
    expect(await app.emit('app', 'open-file', path)).toEqual({ prevented: true });
    await app.page.waitForURL(new RegExp(`#/experiments/run/${experiment}$`));
    const second = await startStandIn({ ...shared(), home, args: [path] });
    expect(await second.close()).toBe(0);
    // Already there: the history shows it.
    await app.page.waitForURL(/#\/history$/);
  });

  test('that holds none changes nothing and says why', async () => {
    const path = join(folder(), 'other.halfopen');
    writeFileSync(path, '{"schema":"something else"}');
    const app = await launched({ args: [path] });
    const { args } = await app.called('dialog.showMessageBox');
    expect(JSON.stringify(args)).toMatch(/no experiments to import.*other\.halfopen/);
  });
});
