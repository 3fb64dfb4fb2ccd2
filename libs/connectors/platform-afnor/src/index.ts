export { callbackSignature } from './callback.js';
export { createAfnorPlatform, type PlatformOptions } from './platform.js';
