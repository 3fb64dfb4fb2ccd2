import { describe, expect, it } from '@jest/globals';
import { createLog } from './log.js';

describe('log', () => {
  it('writes one JSON object a line and hides secrets', () => {
    const lines: string[] = [];
    const log = createLog('info', { write: (line) => lines.push(line) });
    log.info('partner.connected', { partner: 'acme', password: 'planted-secret', route: { apiKey: 'planted-secret' } });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] as string)).toMatchObject({
      level: 'info',
      event: 'partner.connected',
      partner: 'acme',
    });
    expect(lines[0]).not.toContain('planted-secret');
  });

  it('is silent below its level', () => {
    const lines: string[] = [];
    createLog('error', { write: (line) => lines.push(line) }).warn('x');
    expect(lines).toEqual([]);
  });
});
