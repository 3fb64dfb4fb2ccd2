export { bullJobs, embeddedRunner } from './runners.js';
export { assemble, type Assembly, type AssembleOptions } from './assemble.js';
