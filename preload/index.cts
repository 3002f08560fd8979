/** The bridge of the desktop window: lets the page ask for a port to the host, and hands it over. Nothing else. */
import { contextBridge, ipcRenderer } from 'electron';

contextBridge.exposeInMainWorld('halfopen', {
  connect(): void {
    ipcRenderer.send('halfopen:connect');
  },
});

ipcRenderer.on('halfopen:port', ({ ports }) => {
  window.postMessage({ type: 'halfopen-port' }, location.origin, [...ports]);
});
