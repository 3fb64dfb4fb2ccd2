export { createFolderSink, type FolderSinkOptions } from './folder-sink.js';
