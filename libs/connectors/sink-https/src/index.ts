export { createHttpsSink, type HttpsSinkOptions } from './https-sink.js';
