import type { ReactNode } from 'react';

/** A place with nothing in it yet: what will be here, and how to get it here. */
export function Empty({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      {children}
    </div>
  );
}
