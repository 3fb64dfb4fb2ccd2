export { createSftpSource, type SftpSourceOptions } from './sftp-source.js';
