import type { XmlElement } from '#xml';
import { path } from '../../engine/path.js';
import type { Scope } from '../../engine/scope.js';
import { LINE, LINE_STATUS, SETTLEMENT, TRADE } from '../fr-ctc/cii-places.js';
import { texts } from '../fr-ctc/shared-tests.js';

export const LINE_NET =
  'ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount';

/** Lines of the document. */
export const allLines = ({ root }: Scope): XmlElement[] => path(LINE).elements(root);

/** Whether a line counts in totals: one without kind, or of kind DETAIL. */
export const isDetail = (line: XmlElement): boolean =>
  !path(LINE_STATUS).exists(line) || texts(line, LINE_STATUS).includes('DETAIL');

export const allowances = ({ root }: Scope): XmlElement[] =>
  path(`${SETTLEMENT}/ram:SpecifiedTradeAllowanceCharge`).elements(root);
export const services = ({ root }: Scope): XmlElement[] =>
  path(`${SETTLEMENT}/ram:SpecifiedLogisticsServiceCharge`).elements(root);
export const INDICATOR = 'ram:ChargeIndicator/udt:Indicator';
export { SETTLEMENT, TRADE };
