import { Component } from 'react';
import type { ReactNode } from 'react';
import { ErrorNotice } from './parts/error-notice.tsx';
import { Screen } from './parts/screen.tsx';

/** A defect in one screen leaves the rest of the window usable. */
export class ScreenBoundary extends Component<{ readonly children: ReactNode }, { readonly error: unknown }> {
  override state: { readonly error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown): { readonly error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return (
      <Screen>
        <ErrorNotice error={this.state.error} />
      </Screen>
    );
  }
}
