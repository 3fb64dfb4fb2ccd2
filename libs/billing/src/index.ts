export * from './billing-policy.js';
export * from './delivery-route.js';
export * from './number-template.js';
export * from './partner-profile.js';
export * from './profile-fields.js';
export * from './seller-profile.js';
