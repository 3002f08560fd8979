interface SignProps {
  readonly mark: string;
  /** In its place, aloud. */
  readonly says?: string;
}

/** A mark for the eye, and a word for the ear. */
export const Sign = ({ mark, says }: SignProps) => (
  <>
    <span aria-hidden>{mark}</span>
    {says !== undefined && <span className="hidden">{says}</span>}
  </>
);
