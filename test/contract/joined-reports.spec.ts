import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { releaseEntry, sameMoney } from '#flows';
import type { EntryState } from '#ports';
import { openFlowBench, type FlowBench } from './flow-bench.js';

const PERSON = 'clerk@example.com';
const PAYER = 'FR1420041010050500013M02606';

interface Booking {
  readonly amount: string;
  readonly bankRef?: string;
  readonly day?: string;
  readonly debit?: boolean;
  /** Payments: end-to-end id and amount. */
  readonly payments?: readonly (readonly [id: string, amount: string])[];
  readonly count?: number;
}

/** A camt message; invented, documented test IBAN. */
function camt(kind: '052' | '053' | '054', id: string, ...bookings: Booking[]): Buffer {
  const [root, part] = {
    '052': ['BkToCstmrAcctRpt', 'Rpt'],
    '053': ['BkToCstmrStmt', 'Stmt'],
    '054': ['BkToCstmrDbtCdtNtfctn', 'Ntfctn'],
  }[kind];
  const entries = bookings.map(({ amount, bankRef, day, debit, payments = [], count }) => {
    const details = payments
      .map(
        ([ref, part]) => `<TxDtls><Refs><EndToEndId>${ref}</EndToEndId></Refs><Amt Ccy="EUR">${part}</Amt>
<RltdPties><Dbtr><Pty><Nm>Payer (exemple)</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>${PAYER}</IBAN></Id></DbtrAcct></RltdPties></TxDtls>`,
      )
      .join('');
    const batch = count === undefined ? '' : `<Btch><NbOfTxs>${count}</NbOfTxs></Btch>`;
    return `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>${debit ? 'DBIT' : 'CRDT'}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>${day ?? '2026-11-02'}</Dt></BookgDt>${bankRef === undefined ? '' : `<AcctSvcrRef>${bankRef}</AcctSvcrRef>`}
<BkTxCd/>${batch + details === '' ? '' : `<NtryDtls>${batch}${details}</NtryDtls>`}</Ntry>`;
  });
  return Buffer.from(`<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.${kind}.001.08"><${root}><GrpHdr><MsgId>${id}</MsgId></GrpHdr>
<${part}><Id>${id}</Id><Acct><Id><IBAN>FR7630006000011234567890189</IBAN></Id><Ccy>EUR</Ccy></Acct>${entries.join('')}</${part}></${root}></Document>`);
}

describe('a booking that several messages tell without a common bank reference', () => {
  let bench: FlowBench;
  beforeEach(async () => {
    bench = await openFlowBench();
  });
  afterEach(() => bench.close());

  async function bring(...files: Buffer[]): Promise<void> {
    for (const file of files) {
      const name = `${(Math.random() * 1e9).toFixed()}.xml`;
      await bench.accept('statement', file, name);
      const ran = await bench.runJobs();
      expect(ran.length).toBeGreaterThan(0);
      const dead = await bench.store.transaction('main', (tx) => tx.jobs.list({ limit: 50, state: 'dead' }));
      expect(dead.items).toEqual([]);
    }
  }
  const rows = async (state?: EntryState) =>
    (await bench.store.transaction('main', (tx) => tx.cash.listEntries({ limit: 100, state }))).items;
  /** What counts as money: amounts of entries that are neither held nor put aside, with their end-to-end ids. */
  const money = async () =>
    (await rows())
      .filter(({ state }) => state !== 'held' && state !== 'ignored')
      .map(({ amount, entry }) => `${amount.toString()} ${entry.endToEndId ?? '-'}`)
      .sort();

  const bare = { amount: '30.00' };
  const detailed = { amount: '30.00', payments: [['E-1', '30.00']] } as const;

  it.each([
    ['notification first', '054', detailed, '053', bare],
    ['statement first', '053', bare, '054', detailed],
    ['statement with its bank reference first', '053', { ...bare, bankRef: 'B-1' }, '054', detailed],
    ['notification, then the statement with its reference', '054', detailed, '053', { ...bare, bankRef: 'B-1' }],
    ['report first, with the same payment', '052', detailed, '053', { ...detailed, bankRef: 'B-1' }],
  ] as const)('is one entry: %s', async (_, firstKind, first, secondKind, second) => {
    const files = [camt(firstKind, 'A', first), camt(secondKind, 'B', second)];
    await bring(...files);
    expect(await money()).toEqual(['30.00 E-1']);
    // Told again in other files, it stays one.
    await bring(camt(secondKind, 'C', second), camt(firstKind, 'D', first));
    expect(await money()).toEqual(['30.00 E-1']);
    expect(await rows('held')).toEqual([]);
  });

  it('is one entry for each day, amount and direction', async () => {
    await bring(
      camt('054', 'A', detailed, { ...detailed, day: '2026-11-03' }),
      camt('053', 'B', bare, { ...bare, day: '2026-11-03' }, { amount: '30.01' }, { ...bare, debit: true }),
    );
    expect(await money()).toEqual(['30.00 E-1', '30.00 E-1', '30.01 -']);
    expect(await rows('held')).toEqual([]);
  });

  it('is paired by what the payments say where amounts are equal', async () => {
    const two = [detailed, { amount: '30.00', payments: [['E-2', '30.00']] }] as const;
    await bring(
      camt('054', 'A', ...two),
      camt('053', 'B', { ...two[1], bankRef: 'B-2' }, { ...two[0], bankRef: 'B-1' }),
    );
    expect(await money()).toEqual(['30.00 E-1', '30.00 E-2']);
    const other = { amount: '30.00', bankRef: 'B-3', payments: [['E-3', '30.00']] } as const;
    await bring(camt('053', 'C', other));
    expect(await money()).toEqual(['30.00 E-1', '30.00 E-2', '30.00 E-3']);
    expect(await rows('held')).toEqual([]);
  });

  it('is as many entries where as many are told on either side', async () => {
    const two = [detailed, { amount: '30.00', payments: [['E-2', '30.00']] }] as const;
    await bring(camt('053', 'A', bare, bare), camt('054', 'B', ...two));
    expect(await money()).toEqual(['30.00 E-1', '30.00 E-2']);
  });

  it.each([
    ['two bookings, one notification', ['053', bare, bare] as const, ['054', detailed] as const, 2],
    ['one notification, two bookings', ['054', detailed] as const, ['053', bare, bare] as const, 1],
  ])(
    'is held for a person where nobody can say which: %s',
    async (_, [firstKind, ...first], [kind, ...second], sum) => {
      await bring(camt(firstKind, 'A', ...first));
      await bring(camt(kind, 'B', ...second));
      expect(await money()).toHaveLength(sum);
      const held = await rows('held');
      expect(held).toHaveLength(second.length);
      // Told again, it is held once.
      await bring(camt(kind, 'C', ...second));
      expect(await rows('held')).toHaveLength(second.length);
      expect(
        await bench.store.transaction('main', (tx) => tx.ledger.payments({ customerRef: 'C-MENUISERIE' })),
      ).toEqual([]);
    },
  );

  it('is put aside or set free by a person', async () => {
    await bring(camt('053', 'A', bare, bare), camt('054', 'B', detailed));
    const [held] = await rows('held');
    const entryId = held?.id ?? '';
    const standing = (await rows()).filter(({ state }) => state !== 'held');
    const ask = { entryId, person: PERSON, idempotencyKey: 'k' };
    expect(await sameMoney(bench.context, 'main', { ...ask, sameAs: [entryId] })).toMatchObject({
      problem: { code: 'CASH.NOT_THE_SAME' },
    });
    const same = { ...ask, sameAs: [standing[0]?.id ?? ''] };
    const done = await sameMoney(bench.context, 'main', same);
    expect(done).toMatchObject({ kind: 'same', sameAs: same.sameAs });
    expect(await sameMoney(bench.context, 'main', same)).toEqual(done);
    expect(await money()).toEqual(['30.00 -', '30.00 E-1']);
    expect(await releaseEntry(bench.context, 'main', { entryId, person: PERSON })).toMatchObject({
      problem: { code: 'CASH.NOT_HELD' },
    });
    await bring(camt('054', 'C', detailed));
    expect(await rows('held')).toEqual([]);
    await bring(
      camt('054', 'D', {
        amount: '30.00',
        payments: [
          ['E-9', '10.00'],
          ['E-8', '20.00'],
        ],
      }),
    );
    // The other bare booking can be meant alone now.
    expect(await money()).toEqual(['10.00 E-9', '20.00 E-8', '30.00 E-1']);
  });

  it('is set free with its payments', async () => {
    const batch = {
      amount: '30.00',
      payments: [
        ['E-1', '10.00'],
        ['E-2', '20.00'],
      ],
    } as const;
    await bring(camt('053', 'A', bare, bare), camt('054', 'B', batch));
    const [held] = await rows('held');
    const freed = await releaseEntry(bench.context, 'main', { entryId: held?.id ?? '', person: PERSON });
    expect(freed).toMatchObject({ kind: 'released', entries: [{ state: 'unmatched' }, { state: 'unmatched' }] });
    expect(await money()).toEqual(['10.00 E-1', '20.00 E-2', '30.00 -', '30.00 -']);
  });

  const batch = {
    amount: '30.00',
    payments: [
      ['E-1', '10.00'],
      ['E-2', '20.00'],
    ],
  } as const;
  const single = [
    { amount: '10.00', payments: [['E-1', '10.00']] },
    { amount: '20.00', payments: [['E-2', '20.00']] },
  ] as const;
  it.each([
    ['booked, then told in parts', camt('053', 'A', { ...bare, count: 2 }), camt('054', 'B', batch)],
    ['told in parts, then booked', camt('054', 'A', batch), camt('053', 'B', { ...bare, count: 2 })],
    ['booked, then its payments told each', camt('053', 'A', { ...bare, count: 2 }), camt('054', 'B', ...single)],
    ['its payments told each, then booked', camt('054', 'A', ...single), camt('053', 'B', { ...bare, count: 2 })],
  ])('is the payments of its batch: %s', async (_, first, second) => {
    await bring(first, second);
    expect(await money()).toEqual(['10.00 E-1', '20.00 E-2']);
    await bring(second, first);
    expect(await money()).toEqual(['10.00 E-1', '20.00 E-2']);
    expect(await rows('held')).toEqual([]);
  });

  it('is held where a sum fits the payments told, but nothing says that it is theirs', async () => {
    await bring(camt('054', 'A', ...single), camt('053', 'B', bare));
    expect(await money()).toEqual(['10.00 E-1', '20.00 E-2']);
    expect(await rows('held')).toHaveLength(1);
  });
});
