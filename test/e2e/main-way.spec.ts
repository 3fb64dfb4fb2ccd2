import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cashSteps } from './cash.steps.js';
import { deliverySteps } from './delivery.steps.js';
import { Installation } from './installation.js';
import { hasServices, type Mode } from './modes.js';
import { orderSteps } from './orders.steps.js';
import { platformSteps } from './platform.steps.js';
import { restartSteps } from './restart.steps.js';
import { surfaceSteps } from './surface.steps.js';

/**
 * The main job from the order to the cashed invoice through the front doors alone: files, SFTP, HTTP, signals. The steps build on
 * each other; the first that fails makes those after it meaningless.
 */
describe.each<Mode>(['embedded', 'scaled'])('the way from order to cash, %s', (mode) => {
  if (mode === 'scaled' && !hasServices()) {
    it('needs PostgreSQL and Redis', () => {
      console.warn('NOT RUN: the scaled mode. Run this suite through test/integration/services.sh.');
      // Where everything must run, a mode that silently did not would be a hole.
      expect(process.env['CI'] ?? 'false').not.toBe('true');
    });
    return;
  }
  let installation: Installation | undefined;
  const current = (): Installation => {
    if (!installation) throw new Error('The installation did not open');
    return installation;
  };
  beforeAll(async () => {
    installation = await Installation.open(mode);
    await installation.start();
  });
  afterAll(() => installation?.close());

  orderSteps(current);
  deliverySteps(current);
  cashSteps(current);
  platformSteps(current);
  surfaceSteps(current);
  restartSteps(current);
});
