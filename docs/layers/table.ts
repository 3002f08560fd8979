/**
 * The layers of the program and all that each may import beside its own files. What is not here is closed, so a new
 * package or layer is a decision. From this table `npm run docs` writes the linter's rules (docs/layers/oxlintrc.json)
 * and the table of docs/architecture.md.
 */

export type NodePart =
  | 'Node'
  | 'Node without sockets and processes'
  | 'Node with threads, without sockets and processes'
  | 'Node without processes, with sockets of TCP and HTTP only'
  | 'Node with node:module';

export interface Layer {
  /** A folder with all that is in it, or single files that have a list of their own. */
  readonly where: string;
  readonly what: string;
  /** Aliases of package.json: `#model` is all of that layer, `#engine/ports.ts` one file of it. */
  readonly layers?: string;
  /** `zod` is the package with all its entries, `hono/html` one entry. */
  readonly packages?: string;
  /** `node:module` can load anything: only what loads our native code has it. */
  readonly node?: NodePart;
  /** No clock, no chance, no process: compiled without the types of Node and DOM, and without their globals. */
  readonly pure?: true;
}

// All on one screen: where, what it may import, what it is for.
// prettier-ignore
export const layers: readonly Layer[] = [
  { where: 'main/model', pure: true,
    what: 'detectors, predictions, a simulated kernel, faults, events, statistics, wire format of the heartbeat' },
  { where: 'main/contract', layers: '#model', packages: 'zod yaml ms', pure: true,
    what: 'schemas of everything that crosses a border: experiment files, results, messages of view and host' },
  { where: 'main/engine', layers: '#model', pure: true,
    what: 'runs a plan and live sessions; `ports.ts` declares all that it needs from outside' },
  { where: 'main/simulator', layers: '#engine #model', pure: true,
    what: 'the same ports in virtual time, on a simulated kernel ([ADR 14](adr/0014-simulation-is-another-world.md))' },
  { where: 'main/platform', layers: '#engine #model #native #package', packages: 'pure-rand tinyqueue zod',
    node: 'Node', what: 'the same ports on this machine: clock, sockets, peers, fault injectors, capabilities' },
  { where: 'main/recorder', layers: '#engine/ports.ts #contract #model', packages: 'better-sqlite3 env-paths zod',
    node: 'Node without sockets and processes', what: 'events to SQLite and back' },
  { where: 'main/report', layers: '#model', packages: 'd3-scale hono/html',
    what: 'results as HTML, CSV, JSON and Markdown, in two languages' },
  { where: 'main/host', layers: '#contract #engine #model #platform #simulator #recorder #report #package',
    packages: 'ulid', node: 'Node without sockets and processes',
    what: 'answers `main/contract/wire/host.ts`; runs and records experiments' },
  { where: 'main/host/history-thread', layers: '#engine/ports.ts #model #recorder #report #host/traces.ts',
    node: 'Node with threads, without sockets and processes',
    what: 'the history on threads of its own ([ADR 16](adr/0016-history-threads.md))' },
  { where: 'main/cli',
    layers: '#contract #engine #model #platform #simulator #recorder #report #host #serve #door #native #package',
    packages: 'commander picocolors log-update ulid ms', node: 'Node without sockets and processes',
    what: 'the command line; connects the other layers' },
  { where: 'main/door', packages: 'node:path node:fs', what: 'which files a page may load, with which headers' },
  { where: 'main/serve', layers: '#door #contract #model', packages: 'ws',
    node: 'Node without processes, with sockets of TCP and HTTP only',
    what: 'serves the view to a browser: its files, and a WebSocket to the host' },
  { where: 'main/shell', layers: '#door #contract #model #package', packages: 'zod electron electron-updater',
    node: 'Node without sockets and processes',
    what: 'the view in a window: scheme, guards, menu, port from page to host ([ADR 10](adr/0010-desktop-shell.md))' },
  { where: 'main/shell/page/view-port.ts', packages: 'electron', what: 'receives messages of pages; only this file imports `ipcMain`' },
  { where: 'main/shell/host-process', layers: '#contract #model', packages: 'zod',
    node: 'Node without sockets and processes', what: 'the part of the shell that runs in the host process, without electron' },
  { where: 'main/index.ts', layers: '#shell', packages: 'electron', what: 'starts the shell' },
  { where: 'main/host-process.ts', layers: '#host #contract #model #shell/host-process',
    what: 'starts a host and connects its views' },
  { where: 'preload', packages: 'electron', what: 'exposes one function to the page' },
  { where: 'native', node: 'Node', what: 'the C helper, its loader and its types' },
  { where: 'native/index.ts native/build/targets.mjs native/build/prebuilds-list.mjs', node: 'Node with node:module',
    what: 'find and load `.node` files' },
  { where: 'renderer/link', layers: '#contract #model', what: 'chooses the wire to the host, and reconnects' },
  { where: 'renderer/store', layers: '#contract #model', packages: 'zustand/vanilla',
    what: 'keeps what the host sent; without React' },
  { where: 'renderer/view', layers: '#store #link #contract #model #report',
    packages: 'react react-dom zustand wouter @base-ui/react lucide-react @tanstack/react-virtual d3-scale',
    what: 'draws what the store keeps' },
];
