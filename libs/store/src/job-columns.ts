import { getTableColumns } from 'drizzle-orm';
import { jobs } from './schema/index.js';

const { dueAt: _dueAt, carryAt: _carryAt, worker: _worker, setAt: _setAt, ...columns } = getTableColumns(jobs);

/** A job as the ports know it, without what only the queue needs. */
export const JOB_COLUMNS = columns;
