export type { Bank, PaymentOrder, WrittenStatement } from './bank.js';
export type { BankPayment } from './camt-statement.js';
export type { DropFolder } from './erp.js';
export type { HttpsFault } from './https-server.js';
export type { Decide, Settlement } from './payer.js';
export { readInvoice, type ReceivedInvoice } from './read-invoice.js';
export type { ReceivedDocument } from './received-documents.js';
export {
  PLATFORM_BUYER_ADDRESS,
  PLATFORM_SELLER,
  startSandbox,
  type Sandbox,
  type SandboxCredentials,
  type SandboxOptions,
} from './sandbox.js';
export type { SftpFault } from './sftp-server.js';
export type { PlatformFault } from './platform/faults.js';
export type { StatusNews } from './platform/lifecycle-message.js';
export { startPlatform, type PlatformOptions, type PlatformPeer } from './platform/platform.js';
export type { PlatformClient } from './platform/tokens.js';
