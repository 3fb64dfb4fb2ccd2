import { describe, expect, it } from '@jest/globals';
import qrcode from 'qrcode-generator';
import { encodeQr } from './qr-code.js';

/** The mask that the other encoder chose, read from its format information. */
function maskOf(symbol: ReturnType<typeof qrcode>): number {
  const bit = (x: number, y: number): number => (symbol.isDark(y, x) ? 1 : 0);
  return ((bit(2, 8) << 2) | (bit(3, 8) << 1) | bit(4, 8)) ^ 0b101;
}

describe('encodeQr', () => {
  it.each([1, 14, 15, 26, 40, 42, 43, 60, 84, 106, 122, 150, 152, 180, 181, 213, 214, 251, 252, 287, 288, 331])(
    'agrees cell by cell with qrcode-generator for %d bytes',
    (length) => {
      const content = Buffer.from(Array.from({ length }, (_value, index) => (index * 73 + length) & 0xff));
      const other = qrcode(0, 'M');
      other.addData(content.toString('latin1'), 'Byte');
      other.make();
      const own = encodeQr(content, maskOf(other));
      expect(own.size).toBe(other.getModuleCount());
      const expected = Array.from({ length: own.size ** 2 }, (_cell, at) =>
        other.isDark(Math.floor(at / own.size), at % own.size) ? 1 : 0,
      );
      expect([...own.cells]).toEqual(expected);
    },
  );

  it('refuses what version 13 cannot hold', () => {
    expect(() => encodeQr(Buffer.alloc(332))).toThrow(expect.objectContaining({ code: 'FACTURX.QR_TOO_LONG' }));
  });
});
