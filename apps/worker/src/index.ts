export { startWorker, type Worker } from './run-worker.js';
