export { startGateway, type Gateway } from './serve.js';
export { createApp } from './create-app.js';
export { describeApi } from './open-api.js';
