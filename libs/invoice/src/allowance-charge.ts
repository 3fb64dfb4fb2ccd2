import type { Decimal } from '#kernel';

/** BG-27 Invoice line allowance. */
export interface LineAllowance {
  /** BT-136 (BT-92 on document level) amount without VAT. */
  readonly amount: Decimal;
  /** BT-137 (BT-93) base amount. */
  readonly baseAmount?: Decimal;
  /** BT-138 (BT-94) percentage. */
  readonly percentage?: Decimal;
  /** BT-139 (BT-97) reason. */
  readonly reason?: string;
  /** BT-140 (BT-98) reason code (UNTDID 5189). */
  readonly reasonCode?: string;
}

/** BG-28 Invoice line charge. */
export interface LineCharge {
  /** BT-141 (BT-99 on document level) amount without VAT. */
  readonly amount: Decimal;
  /** BT-142 (BT-100) base amount. */
  readonly baseAmount?: Decimal;
  /** BT-143 (BT-101) percentage. */
  readonly percentage?: Decimal;
  /** BT-144 (BT-104) reason. */
  readonly reason?: string;
  /** BT-145 (BT-105) reason code (UNTDID 7161). */
  readonly reasonCode?: string;
}

/** BG-20 Document level allowance: BT-92 to BT-98. */
export interface Allowance extends LineAllowance {
  /** BT-95 VAT category code. */
  readonly vatCategory: string;
  /** BT-96 VAT rate, in percent. */
  readonly vatRate?: Decimal;
}

/** BG-21 Document level charge: BT-99 to BT-105. */
export interface Charge extends LineCharge {
  /** BT-102 VAT category code. */
  readonly vatCategory: string;
  /** BT-103 VAT rate, in percent. */
  readonly vatRate?: Decimal;
}
