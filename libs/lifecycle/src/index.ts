export { localDateTimeOf, parseLocalDateTime } from './local-date-time.js';
export type * from './message.js';
