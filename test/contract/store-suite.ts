import { describe } from '@jest/globals';
import { describeIntake, type StoreOpener } from './store-intake-suite.js';
import { describeInvoices } from './store-invoices-suite.js';
import { describeQueue } from './store-queue-suite.js';
import { describeTenants } from './store-tenants-suite.js';

/** The contract of `Store`: the same for every database that carries it. */
export function describeStore(name: string, open: StoreOpener): void {
  describe(`store on ${name}`, () => {
    describeIntake(open);
    describeInvoices(open);
    describeTenants(open);
    describeQueue(open);
  });
}
