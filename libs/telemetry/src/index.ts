export * from './instruments.js';
export * from './log.js';
export * from './metric-catalogue.table.js';
