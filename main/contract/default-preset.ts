/** What runs unless something else is asked for: one of main/contract/presets. */
export const defaultPreset = 'classic';
