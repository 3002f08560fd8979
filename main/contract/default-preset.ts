/** What is run unless somebody says otherwise: one of presets/. */
export const defaultPreset = 'classic';
