export { createSftpSink, type SftpSinkOptions } from './sftp-sink.js';
