// Adds up the reports of every Jest run and the failed steps beside them; exits 1 when anything failed or nothing ran.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, failedSteps] = process.argv.slice(2);
let passed = 0;
let failed = 0;
for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
  const report = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  console.log(
    `${name}: ${report.numPassedTests} passed, ${report.numFailedTests} failed, ${report.numPendingTests} skipped`,
  );
  passed += report.numPassedTests;
  // A suite that does not even load counts as one failure.
  failed += report.numFailedTests + report.numRuntimeErrorTestSuites;
}
// A failed step without a failed test of its own (lint, a suite that wrote no report) must not go unseen.
if (Number(failedSteps) > 0 && failed === 0) failed = Number(failedSteps);
if (passed === 0) failed += 1;
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
