import { useCallback } from 'react';

/** Hands a file that the host made to the person: a window asks where, a browser puts it with the downloads. */
export function useSave(): (file: { readonly name: string; readonly mime: string; readonly base64: string }) => void {
  return useCallback(({ name, mime, base64 }) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.codePointAt(0) ?? 0);
    const url = URL.createObjectURL(new Blob([bytes], { type: mime }));
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    // The download has begun when the click returns; the bytes may go a little later.
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }, []);
}
