import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isSafeFileName, renderFileName } from './file-name.js';

const values = { number: 'FA-2026-0001', type: 'invoice', date: '2026-11-23', buyer: 'ACME', extension: 'xml' };

describe('names of outgoing files', () => {
  it('fills the placeholders and leaves a plain number alone', () => {
    expect(renderFileName('{number}.{extension}', values)).toBe('FA-2026-0001.xml');
    expect(renderFileName('{date}_{type}_{buyer}_{number}.{extension}', values)).toBe(
      '2026-11-23_invoice_ACME_FA-2026-0001.xml',
    );
  });

  it('keeps two numbers apart that differ only in replaced characters', () => {
    const first = renderFileName('{number}.{extension}', { ...values, number: 'FA/1' });
    const second = renderFileName('{number}.{extension}', { ...values, number: 'FA:1' });
    expect(first).toMatch(/^FA-1-[0-9a-f]{8}\.xml$/);
    expect(second).toMatch(/^FA-1-[0-9a-f]{8}\.xml$/);
    expect(first).not.toBe(second);
  });

  it('adds the hash when the template leaves the number out', () => {
    const name = renderFileName('{buyer}.{extension}', values);
    expect(name).toMatch(/^ACME-[0-9a-f]{8}\.xml$/);
    expect(renderFileName('{buyer}.{extension}', { ...values, number: 'FA-2' })).not.toBe(name);
  });

  it.each(['../../etc/passwd', '..\\..\\x', '/root', '.hidden', 'a\u0000b', 'CON', '-rf', '', '‮fdp', 'é'.repeat(300)])(
    'makes a safe name of the number %j',
    (number) => {
      const name = renderFileName('{number}.{extension}', { ...values, number });
      expect(isSafeFileName(name)).toBe(true);
      expect(name.endsWith('.xml')).toBe(true);
    },
  );

  it('refuses a placeholder that does not exist', () => {
    expect(() => renderFileName('{secret}.xml', values)).toThrow(
      expect.objectContaining({ code: 'FILE_NAME.PLACEHOLDER', category: 'precondition' }),
    );
  });

  it('gives a safe name for any template and values, and different names to different numbers', () => {
    const text = fc.string({ unit: 'binary', maxLength: 200 });
    fc.assert(
      fc.property(text, text, text, text, (literal, number, other, buyer) => {
        const template = `${literal.replace(/[{}]/g, '')}{buyer}_{number}.{extension}`;
        const name = renderFileName(template, { ...values, number, buyer });
        expect(isSafeFileName(name)).toBe(true);
        if (other !== number) {
          expect(renderFileName('{number}.{extension}', { ...values, number })).not.toBe(
            renderFileName('{number}.{extension}', { ...values, number: other }),
          );
        }
      }),
      { numRuns: 500 },
    );
  });
});
