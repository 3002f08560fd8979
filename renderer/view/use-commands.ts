import { useEffect } from 'react';
import { useApp } from './app-context.tsx';
import type { Command, Commands } from '#store/commands.ts';

/** Offers commands while the calling part is on the screen. Memoise the list. */
export function useCommands(commands: readonly Command[]): void {
  const offered = useApp().commands;
  useEffect(() => offered.offer(commands), [offered, commands]);
}

/** The second of two keys must follow within this time. */
const pairMs = 1200;

/** Reads the keyboard for the whole window: once, in the frame. */
export function useKeys(commands: Commands): void {
  useEffect(() => {
    let before: { key: string; at: number } | null = null;
    const onKey = (event: KeyboardEvent): void => {
      const key = nameOf(event);
      if (key === null || event.defaultPrevented) return;
      const found = commands.match(key, before !== null && event.timeStamp - before.at < pairMs ? before.key : null);
      before = found === 'prefix' ? { key, at: event.timeStamp } : null;
      if (found === null || found === 'prefix') return;
      event.preventDefault();
      found.run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [commands]);
}

/** Null for keys that belong to where someone types, or to the system. */
function nameOf(event: KeyboardEvent): string | null {
  const { target, key } = event;
  if ((event.ctrlKey || event.metaKey) && !event.altKey) return `mod+${key.toLowerCase()}`;
  if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return null;
  if (
    target instanceof HTMLElement &&
    target.closest('input,textarea,select,[contenteditable],[role=dialog],[role=menu]')
  )
    return null;
  return key;
}
