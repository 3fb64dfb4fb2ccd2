export * from './delivery-route.js';
