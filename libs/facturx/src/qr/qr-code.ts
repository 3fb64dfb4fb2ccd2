import qrcode from 'qrcode-generator';

/**
 * A QR symbol (ISO/IEC 18004) at error correction level M, as EPC069-12 asks; the smallest version that fits. One row a
 * line, 1 is dark. At most 331 bytes (version 13), which the EPC payload never exceeds.
 */
export function encodeQr(content: Buffer): Uint8Array[] {
  const symbol = qrcode(0, 'M');
  // The library takes one byte a character, so the UTF-8 bytes go in as Latin-1.
  symbol.addData(content.toString('latin1'), 'Byte');
  symbol.make();
  const size = symbol.getModuleCount();
  return Array.from({ length: size }, (_row, y) =>
    Uint8Array.from({ length: size }, (_cell, x) => (symbol.isDark(y, x) ? 1 : 0)),
  );
}
