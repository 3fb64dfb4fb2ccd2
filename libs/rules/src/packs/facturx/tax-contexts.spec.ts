import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { readXml } from '#xml';
import { judge } from '../../judge.js';

const PLAIN = readFileSync(new URL('../../../../../test/fixtures/rules/en16931/cii-vat.xml', import.meta.url), 'utf8');

function fatal(text: string, pack: string): string[] {
  const read = readXml(Buffer.from(text));
  if (!read.ok) throw new Error(read.error.code);
  const { findings } = judge(read.value, { packs: [pack] });
  return findings.filter(({ severity }) => severity === 'fatal').map(({ rule }) => rule);
}

describe('taxes under Factur-X', () => {
  const noSellerId = PLAIN.replace(/<ram:ID schemeID="VA">IT00000000000</, '<ram:ID schemeID="XX">IT00000000000<');
  const otherType = noSellerId.replace(/(<ram:ApplicableTradeTax>\s*<ram:TypeCode>)VAT/, '$1GST');

  it('are asked whatever their type code, other than under EN 16931', () => {
    expect(otherType).not.toBe(noSellerId);
    expect(fatal(noSellerId, 'en16931')).toContain('BR-S-02');
    expect(fatal(otherType, 'en16931')).not.toContain('BR-S-02');
    for (const profile of ['basic', 'en16931', 'extended']) {
      expect(fatal(otherType, `facturx-${profile}`).filter((id) => id === 'BR-S-02')).toEqual(['BR-S-02']);
    }
  });

  it('tell each fault once', () => {
    expect(fatal(noSellerId, 'facturx-en16931').filter((id) => id === 'BR-S-02')).toEqual(['BR-S-02']);
  });

  it('of categories asked at the tax stand under the rules of the breakdown too', () => {
    const canary = PLAIN.replace(
      /<ram:BasisAmount>95.00<\/ram:BasisAmount>\s*<ram:CategoryCode>S/,
      '<ram:CategoryCode>L',
    );
    expect(canary).not.toBe(PLAIN);
    expect(fatal(canary, 'en16931')).not.toContain('BR-45');
    expect(fatal(canary, 'facturx-en16931')).toContain('BR-45');
  });
});

describe('sums of EXTENDED', () => {
  it('round the VAT of a rate to four places', () => {
    const off = PLAIN.replace(/95\.00/g, '94.98').replace(
      /<ram:SpecifiedTradeAllowanceCharge>[^]*?<\/ram:SpecifiedTradeAllowanceCharge>/g,
      '',
    );
    expect(
      fatal(off.replace('<ram:CalculatedAmount>19.00', '<ram:CalculatedAmount>19.01'), 'facturx-extended'),
    ).toContain('BR-FXEXT-S-09');
  });
});
