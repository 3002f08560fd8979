/** What the page of a session adds to the style sheet of reports. */
import { css } from './style.ts';

export const sessionCss = `${css}
svg.lanes{display:block;width:100%;height:168px;overflow:visible;font-size:11px;fill:var(--mute)}
svg.lanes .lane{stroke:var(--hair)}
svg.lanes .mark{stroke:var(--mute)}
svg.lanes .strong{stroke:var(--ink);stroke-width:2}
svg.lanes .strike{stroke:var(--pen);stroke-width:2}
svg.lanes .heal{stroke:var(--span);stroke-width:2}
svg.lanes .band{fill:var(--band)}
`;

/** SHA-256 of the sheet, for the page's Content-Security-Policy; a test compares the two. */
export const sessionCssHash = 'sha256-qtxIrGtu2iayBmGPcoezfICX+LufUFSgwG6Ou9/C8hQ=';
