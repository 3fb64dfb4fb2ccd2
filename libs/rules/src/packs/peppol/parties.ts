import type { Scope } from '../../engine/scope.js';
import { path } from '../../engine/path.js';
import { textAt, Unanswerable, normalized } from '../../engine/values.js';
import { rawTextAt, someText, upperAt } from '../sheet-writing.js';

/** Where a UBL document says from which country to which it goes, in the ways the official rules read it. */
const SELLER = 'cac:AccountingSupplierParty/cac:Party';
const BUYER = 'cac:AccountingCustomerParty/cac:Party';
const REPRESENTATIVE = 'cac:TaxRepresentativeParty';
const COUNTRY = 'cac:PostalAddress/cac:Country/cbc:IdentificationCode';

/** The country in the VAT identifier, else in that of the tax representative, else in the address, else XX. */
export function sellerCountry(scope: Scope): string {
  return scope.fact(workOutSellerCountry);
}

export function buyerCountry(scope: Scope): string {
  return scope.fact(workOutBuyerCountry);
}

/** As `sellerCountry`, without the tax representative. */
export function ownSellerCountry(scope: Scope): string {
  return scope.fact(workOutOwnSellerCountry);
}

/** Upper-case country code of the postal address; empty when missing. */
export function sellerAddressCountry(scope: Scope): string {
  return scope.once('seller address country', ({ root }) => upperAt(root, `${SELLER}/${COUNTRY}`));
}

export function buyerAddressCountry(scope: Scope): string {
  return scope.once('buyer address country', ({ root }) => upperAt(root, `${BUYER}/${COUNTRY}`));
}

export function representativeAddressCountry(scope: Scope): string {
  return scope.once('representative address country', ({ root }) => upperAt(root, `${REPRESENTATIVE}/${COUNTRY}`));
}

/** Country code of the seller's address exactly as written. */
export function sellerWrittenCountry(scope: Scope): string {
  return rawTextAt(scope.root, `${SELLER}/${COUNTRY}`);
}

export function buyerWrittenCountry(scope: Scope): string {
  return rawTextAt(scope.root, `${BUYER}/${COUNTRY}`);
}

export function bothGerman(scope: Scope): boolean {
  return sellerAddressCountry(scope) === 'DE' && buyerAddressCountry(scope) === 'DE';
}

function workOutSellerCountry(scope: Scope): string {
  const vat = vatCountry(scope, SELLER) || vatCountry(scope, REPRESENTATIVE);
  return vat || addressCountry(scope, SELLER);
}

function workOutOwnSellerCountry(scope: Scope): string {
  return vatCountry(scope, SELLER) || addressCountry(scope, SELLER);
}

function workOutBuyerCountry(scope: Scope): string {
  return vatCountry(scope, BUYER) || addressCountry(scope, BUYER);
}

/** Two characters of the VAT identifier. @throws Unanswerable when there are several VAT registrations */
function vatCountry({ root }: Scope, party: string): string {
  const schemes = path(`${party}/cac:PartyTaxScheme`)
    .elements(root)
    .filter((scheme) => someText(scheme, 'cac:TaxScheme/cbc:ID', 'VAT'));
  const starts = schemes.map((scheme) => rawTextAt(scheme, 'cbc:CompanyID').slice(0, 2));
  if (starts.length > 1) throw new Unanswerable('repeated', starts[1] as string);
  return normalized(starts[0] ?? '').toUpperCase();
}

function addressCountry({ root }: Scope, party: string): string {
  return path(`${party}/${COUNTRY}`).exists(root) ? textAt(root, `${party}/${COUNTRY}`).toUpperCase() : 'XX';
}

const FRANCE = ['urn:peppol:france:billing:regulated', 'urn:peppol:france:billing:non-regulated'];
const BILLING = new Set(['urn:fdc:peppol.eu:2017:poacc:billing:01:1.0', ...FRANCE]);
const SELF_BILLING = new Set(['urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0', ...FRANCE]);

/** Whether BT-24 names BIS Self-Billing 3 rather than BIS Billing 3. */
export function isSelfBilling(specification: string): boolean {
  return specification.includes('urn:fdc:peppol.eu:2017:poacc:selfbilling:3');
}

/** Business process that BT-23 names. */
export function process(scope: Scope): 'billing' | 'with-response' | 'unknown' {
  const profile = textAt(scope.root, 'cbc:ProfileID');
  const known = isSelfBilling(textAt(scope.root, 'cbc:CustomizationID')) ? SELF_BILLING : BILLING;
  if (known.has(profile)) return 'billing';
  return profile === 'urn:peppol:bis:billing_with_response' ? 'with-response' : 'unknown';
}
