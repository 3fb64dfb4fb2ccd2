export { openSession, type SessionLimits } from './open-session.js';
export { readAccess, type SftpAccess, type SftpServer } from './sftp-access.js';
export { SftpConnection } from './sftp-connection.js';
export {
  boundedText,
  isForbidden,
  isMissing,
  SFTP_STATUS,
  SftpInterrupted,
  statusOf,
  type ConnectFault,
} from './sftp-error.js';
