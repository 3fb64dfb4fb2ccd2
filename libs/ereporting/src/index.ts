export * from './report.js';
export * from './calendar.table.js';
export * from './calendar.js';
export { destinationOf, operationDate, type Destination } from './classify.js';
export { transactionsReport, type Prepared, type RetailDay } from './transactions.js';
export { paymentsReport, type CollectedCash } from './payments.js';
export { reportProblem, type ReportProblemCode } from './problems.js';
