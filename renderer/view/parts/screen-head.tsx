import type { ReactNode } from 'react';

interface ScreenHeadProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children?: ReactNode;
}

/** The name of a screen, a line about it, and what can be done with all of it. */
export function ScreenHead({ title, lead, children }: ScreenHeadProps) {
  return (
    <header className="screen-head">
      <div>
        <h1>{title}</h1>
        {lead !== undefined && <p className="screen-lead">{lead}</p>}
      </div>
      {children !== undefined && <div className="screen-actions">{children}</div>}
    </header>
  );
}
