/** Entry of a thread. */
export { judgeBatch as default } from './judge-batch.js';
