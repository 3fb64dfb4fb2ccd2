import { Decimal } from '#kernel';
import { isDistinctive } from './document-key.js';
import { solution, type MatchCase } from './match-case.js';
import { evidence } from './match-evidence.js';
import type { MatchSolution } from './match-outcome.js';
import { allocate } from './match-parts.js';
import { spreadOver } from './match-pointed.js';
import type { OpenItem } from './open-item.js';
import { candidatesOf, textsOf } from './remittance-text.js';

/** A hint that fits more documents than this says nothing about any of them. */
const MAX_HINTS = 20;

/**
 * What only a person may conclude from: the order the payer names, a name that is like a customer's, an amount that fits.
 * Evidence for proposals and nothing more.
 */
export function hintsOf(given: MatchCase): MatchSolution[] {
  return [...byOrder(given), ...bySimilarName(given), ...byAmountAlone(given)];
}

/** Documents of an order whose number stands in the text. */
function byOrder(given: MatchCase): MatchSolution[] {
  const { entry, index } = given;
  const { plain, rejoined } = textsOf(entry);
  const keys = new Set(candidatesOf(rejoined ?? plain).map((one) => one.key));
  if (entry.endToEndId !== undefined) keys.add(entry.endToEndId.toUpperCase().replace(/[^A-Z0-9]/g, ''));
  return [...keys]
    .filter((key) => isDistinctive(key))
    .flatMap((key) => {
      const items = invoicesIn(index.withOrderRef(key), given);
      if (items.length === 0 || items.length > MAX_HINTS) return [];
      const note = evidence('MATCH.ORDER_REFERENCE', 'remittance', key);
      const sum = Decimal.sum(items.map((item) => item.openAmount));
      if (sum.equals(entry.amount)) {
        const exact = evidence('MATCH.AMOUNT_EXACT', 'amount');
        return [
          solution(
            'document-number',
            items.map((item) => allocate(item)),
            [note, exact],
            45,
          ),
        ];
      }
      const spread = spreadOver(items, entry.amount);
      const rest = entry.amount.minus(Decimal.sum(spread.map((one) => one.amount)));
      return [solution('document-number', spread, [note], 28, rest)];
    });
}

/** Documents of exactly this amount of customers whose name is like the payer's. */
function bySimilarName(given: MatchCase): MatchSolution[] {
  const { entry, index, payer, policy } = given;
  if (payer.customerId !== undefined || payer.namedAs.length > 0) return [];
  const name = entry.ultimateDebtor?.name ?? entry.counterparty.name;
  if (name === undefined) return [];
  return index
    .customersLike(name)
    .flatMap((customer) => invoicesIn(index.ofCustomer(customer, entry.currency), given))
    .filter((item) => item.openAmount.equals(entry.amount))
    .slice(0, policy.maxProposals)
    .map((item) => {
      const notes = [
        evidence('MATCH.PAYER_NAME_LIKE', 'counterparty-name', name),
        evidence('MATCH.AMOUNT_EXACT', 'amount'),
      ];
      return solution('payer-amount', [allocate(item)], notes, 40);
    });
}

/** Documents of exactly this amount, whoever's. */
function byAmountAlone(given: MatchCase): MatchSolution[] {
  const { entry, index, payer, clues, policy } = given;
  const known = payer.customerId ?? clues.items[0]?.customerId;
  const found =
    known === undefined
      ? index.withOpenAmount(entry.amount, entry.currency, MAX_HINTS)
      : index.ofCustomer(known, entry.currency).filter((item) => item.openAmount.equals(entry.amount));
  const alike = invoicesIn(found, given);
  const first = [...alike].sort(byDueDate).slice(0, policy.maxProposals);
  return first.map((item) =>
    solution(
      'payer-amount',
      [allocate(item)],
      [evidence('MATCH.AMOUNT_EXACT', 'amount')],
      alike.length === 1 ? 30 : 15,
    ),
  );
}

function invoicesIn(items: readonly OpenItem[], { entry }: MatchCase): OpenItem[] {
  return items.filter((item) => item.kind !== 'credit-note' && item.currency === entry.currency);
}

function byDueDate(left: OpenItem, right: OpenItem): number {
  return left.dueOn < right.dueOn ? -1 : left.dueOn > right.dueOn ? 1 : 0;
}
