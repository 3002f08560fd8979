/**
 * What Electron puts around a preload script, in a world of its own beside the page's. Not a module: both functions are
 * handed to Chromium as source (tests/standin/pages.ts).
 */

/** Structured clone over a channel of text: what JSON cannot say is tagged. Used at both ends. */
// oxlint-disable-next-line no-unused-vars
function standInCodec() {
  const tags = {
    undefined: () => undefined,
    number: Number,
    bigint: (text) => BigInt(text),
    date: (ms) => new Date(ms),
    bytes: (text) => Uint8Array.from(atob(text), (char) => char.codePointAt(0)),
    map: (entries) => new Map(entries.map(([key, value]) => [unpack(key), unpack(value)])),
    set: (values) => new Set(values.map(unpack)),
    error: ({ name, message }) => Object.assign(new Error(message), { name }),
  };
  const tagged = (tag, value) => ({ $: tag, value });
  function packBytes(value) {
    const bytes = ArrayBuffer.isView(value)
      ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
      : new Uint8Array(value);
    let text = '';
    for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCodePoint(...bytes.subarray(at, at + 32_768));
    return tagged('bytes', btoa(text));
  }
  function pack(value) {
    if (value === undefined) return tagged('undefined', null);
    if (typeof value === 'number' && !(Number.isFinite(value) && !Object.is(value, -0)))
      return tagged('number', Object.is(value, -0) ? '-0' : String(value));
    if (typeof value === 'bigint') return tagged('bigint', String(value));
    if (typeof value === 'function' || typeof value === 'symbol')
      throw new DOMException(`${String(value)} could not be cloned.`, 'DataCloneError');
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(pack);
    if (value instanceof Date) return tagged('date', value.getTime());
    if (value instanceof Map)
      return tagged(
        'map',
        [...value].map(([key, inner]) => [pack(key), pack(inner)]),
      );
    if (value instanceof Set) return tagged('set', [...value].map(pack));
    if (value instanceof Error) return tagged('error', { name: value.name, message: value.message });
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return packBytes(value);
    const entries = Object.entries(value).map(([key, inner]) => [key, pack(inner)]);
    return '$' in value ? tagged('map-object', entries) : Object.fromEntries(entries);
  }
  function unpack(value) {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(unpack);
    if (value.$ === 'map-object') return Object.fromEntries(value.value.map(([key, inner]) => [key, unpack(inner)]));
    if ('$' in value) return tags[value.$](value.value);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unpack(inner)]));
  }
  return { pack, unpack };
}

/**
 * In the page's own world: puts there what the preload script exposes, and gives ports the `close` event that Electron
 * adds to Chromium (Electron, MessagePorts, "Extension: close event"): a last message that no page sees.
 */
// oxlint-disable-next-line no-unused-vars
function standInPageWorld() {
  if (globalThis.top !== globalThis.self) return;
  function extend(port) {
    const close = port.close.bind(port);
    port.addEventListener('message', (event) => {
      if (event.data !== 'standin-closed') return;
      event.stopImmediatePropagation();
      close();
      const closed = new Event('close');
      port.dispatchEvent(closed);
      // No attribute of a port in plain Chromium, so that dispatching does not call it.
      port.onclose?.(closed);
    });
    port.close = () => {
      port.postMessage('standin-closed');
      close();
    };
  }
  // The first listener there is: ports are extended before the page sees them.
  globalThis.addEventListener('message', ({ ports }) => ports.forEach(extend), true);
  globalThis.addEventListener('standin-expose', ({ detail: { key, names } }) => {
    const call = (name) => () =>
      void globalThis.dispatchEvent(new CustomEvent('standin-call', { detail: { key, name } }));
    const api = Object.freeze(Object.fromEntries(names.map((name) => [name, call(name)])));
    Object.defineProperty(globalThis, key, { value: api, enumerable: true });
  });
}

/** In the preload script's world: `require('electron')`, and what the main process calls. */
// oxlint-disable-next-line no-unused-vars
function standInPreloadWorld(codec, preload) {
  if (globalThis.top !== globalThis.self) return;
  const { pack, unpack } = codec;
  const toMain = (message) => globalThis.standInToMain(JSON.stringify(message));
  const listeners = new Map();
  const exposed = new Map();
  const ports = new Map();

  const contextBridge = {
    exposeInMainWorld(key, api) {
      exposed.set(key, api);
      const detail = { key, names: Object.keys(api) };
      globalThis.dispatchEvent(new CustomEvent('standin-expose', { detail }));
    },
  };
  const ipcRenderer = {
    send: (channel, ...args) => toMain({ t: 'ipc', channel, args: pack(args) }),
    on(channel, listener) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
    },
  };
  globalThis.addEventListener('standin-call', ({ detail: { key, name } }) => exposed.get(key)?.[name]?.());

  function open(id) {
    const { port1, port2 } = new MessageChannel();
    ports.set(id, port2);
    port2.addEventListener('message', ({ data }) => {
      if (data !== 'standin-closed') return toMain({ t: 'port', id, data: pack(data) });
      if (ports.delete(id)) toMain({ t: 'port-closed', id });
    });
    port2.start();
    return port1;
  }
  globalThis.standIn = {
    send({ channel, args, ports: ids }) {
      const event = { ports: ids.map(open) };
      for (const listener of listeners.get(channel) ?? []) listener(event, ...unpack(args));
    },
    port: ({ id, data }) => ports.get(id)?.postMessage(unpack(data)),
    'port-closed'({ id }) {
      const port = ports.get(id);
      ports.delete(id);
      port?.postMessage('standin-closed');
    },
  };
  const modules = { electron: { contextBridge, ipcRenderer } };
  preload((name) => modules[name], { exports: {} }, {});
}
