import { describe, expect, it } from '@jest/globals';
import { createLog } from './log.js';
import { redactedText } from './redact.js';
import { inScope } from './scope.js';

function logged(write: (log: ReturnType<typeof createLog>) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  write(createLog('info', { write: (line) => lines.push(line) }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('log', () => {
  it('writes one JSON object a line and hides secrets at any depth', () => {
    const lines = logged((log) =>
      log.info('partner.connected', {
        partner: 'acme',
        password: 'planted-secret',
        route: { apiKey: 'planted-secret', deeper: [{ client_secret: 'planted-secret' }] },
      }),
    );
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ level: 'info', event: 'partner.connected', partner: 'acme' });
    expect(JSON.stringify(lines)).not.toContain('planted-secret');
  });

  it('names tenant and correlation id of the scope', () => {
    const lines = logged((log) => {
      inScope({ tenantId: 'acme', correlationId: 'c-1' }, () => log.warn('source.failed', { source: 'erp' }));
      log.info('gateway.started');
    });
    expect(lines[0]).toMatchObject({ tenant: 'acme', correlationId: 'c-1', source: 'erp' });
    expect(lines[1]).not.toHaveProperty('tenant');
  });

  it('masks what tells of people and their accounts inside texts', () => {
    for (const planted of [
      'from FR7630006000011234567890189 today',
      'from FR76 3000 6000 0112 3456 7890 189 today',
      'write to jeanne.exemple@example.com',
      'sftp://user:planted-secret@sftp.example.com/in',
      'Authorization: Bearer planted-secret-token',
      'key fk_0123456789abcdef refused',
      'password=planted-secret&x=1',
    ])
      expect(redactedText(planted)).not.toMatch(/30006000|3000 6000|jeanne|planted|0123456789abcdef/);
    expect(redactedText('order EX-1001 for C-MAIRIE at 12:00')).toBe('order EX-1001 for C-MAIRIE at 12:00');
  });

  it('is silent below its level, and quick on a long text', () => {
    expect(logged((log) => createLog('error', { write: () => log.info('x') }).warn('x'))).toEqual([]);
    const before = process.cpuUsage();
    redactedText(`${'a.'.repeat(100_000)}@`);
    redactedText('AB12'.repeat(50_000));
    expect(process.cpuUsage(before).user).toBeLessThan(500_000);
  });
});
