export * from './effective.js';
export * from './load-settings.js';
export * from './secrets.js';
export type { Settings, SourceSettings } from './settings.js';
