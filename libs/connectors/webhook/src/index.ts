export { signWebhook } from './signature.js';
export { createWebhookSender, type WebhookSenderOptions } from './webhook-sender.js';
