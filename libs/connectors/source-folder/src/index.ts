export { createFolderSource, type FolderSourceOptions } from './folder-source.js';
