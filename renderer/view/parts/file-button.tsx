/** Asks the system for files. The same file may be chosen twice in a row. */
import { FileUp } from 'lucide-react';
import { useRef } from 'react';
import { Button } from './button.tsx';

interface FileButtonProps {
  readonly text: string;
  /** As `<input accept>` has it. */
  readonly accept: string;
  readonly isMultiple?: boolean;
  readonly onFiles: (files: readonly File[]) => void;
}

export function FileButton({ text, accept, isMultiple = false, onFiles }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button onClick={() => input.current?.click()}>
        <FileUp aria-hidden />
        {text}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple={isMultiple}
        accept={accept}
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])]);
          target.value = '';
        }}
      />
    </>
  );
}
