import { useState } from 'react';
import type { DragEvent } from 'react';

/** What an element needs to take files that are dragged onto it, and whether one hovers over it now. */
export function useDroppedFiles(open: (files: readonly File[]) => void) {
  const [isDropping, setIsDropping] = useState(false);
  return {
    isDropping,
    drop: {
      onDragOver: (event: DragEvent) => {
        event.preventDefault();
        setIsDropping(true);
      },
      onDragLeave: () => setIsDropping(false),
      onDrop: (event: DragEvent) => {
        event.preventDefault();
        setIsDropping(false);
        open([...event.dataTransfer.files]);
      },
    },
  };
}
