import type { Buyer, DeliveryInformation, Identifier, Payee, Seller, TaxRepresentative } from '#invoice';
import type { Order } from '#order';
import type { PartnerProfile } from './partner-profile.js';
import type { SellerProfile } from './seller-profile.js';

const SIREN_SCHEME = '0002';
const SIRET_SCHEME = '0009';
const ROUTING_SCHEME = '0224';

/** BG-4 from the seller's profile. */
export function sellerOf(profile: SellerProfile): Seller {
  return {
    name: profile.name,
    tradingName: profile.tradingName,
    identifiers: [...siretOf(profile.siret), ...profile.identifiers],
    legalRegistration: registrationOf(profile),
    vatId: profile.vatId,
    taxRegistrationId: profile.taxRegistrationId,
    legalInformation: profile.legalInformation,
    electronicAddress: profile.electronicAddress,
    address: profile.address,
    contact: profile.contact,
  };
}

/** BG-11 from the seller's profile. */
export function taxRepresentativeOf(profile: SellerProfile): TaxRepresentative | undefined {
  return profile.taxRepresentative;
}

/** BG-7 from the customer's profile; what the order says of the buyer goes first. */
export function buyerOf(profile: PartnerProfile, order: Order): Buyer {
  const own = order.buyer;
  return {
    name: own?.name ?? profile.name,
    tradingName: own?.tradingName ?? profile.tradingName,
    identifiers: own?.identifiers ?? buyerIdentifiers(profile),
    legalRegistration: own?.legalRegistration ?? registrationOf(profile),
    vatId: own?.vatId ?? profile.vatId,
    electronicAddress: own?.electronicAddress ?? profile.electronicAddress,
    address: own?.address ?? profile.address,
    contact: own?.contact ?? profile.contact,
  };
}

/** EN 16931 allows one BT-46; the French extension more, so a routing code goes there only. */
function buyerIdentifiers(profile: PartnerProfile): Identifier[] {
  const all = [...siretOf(profile.siret), ...profile.identifiers];
  if (profile.profile !== 'extended-ctc-fr') return all.slice(0, 1);
  const routing = profile.routingCode === undefined ? [] : [{ id: profile.routingCode, scheme: ROUTING_SCHEME }];
  return [...all, ...routing];
}

function siretOf(siret: string | undefined): Identifier[] {
  return siret === undefined ? [] : [{ id: siret, scheme: SIRET_SCHEME }];
}

function registrationOf(profile: { siren?: string; legalRegistration?: Identifier }): Identifier | undefined {
  return profile.siren === undefined ? profile.legalRegistration : { id: profile.siren, scheme: SIREN_SCHEME };
}

/** BG-10 as the order gives it. */
export function payeeOf(order: Order): Payee | undefined {
  if (order.payee === undefined) return undefined;
  const { name, identifier, legalRegistration } = order.payee;
  return { name, identifier, legalRegistration };
}

/** BG-13: the order's delivery, with the customer's delivery address where the order names none. */
export function deliveryOf(profile: PartnerProfile, order: Order): DeliveryInformation | undefined {
  const address = order.delivery?.address ?? profile.deliveryAddress;
  const { partyName, location, date } = order.delivery ?? {};
  if (!address && !partyName && !location && !date) return undefined;
  return { partyName, location, date, address };
}
