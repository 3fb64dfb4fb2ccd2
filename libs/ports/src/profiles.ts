import type { BillingPolicy, PartnerProfile, PlatformProfile, SellerProfile } from '#billing';

/** Sellers, customers and policies of one tenant, as configured. References are the ERP's own names. */
export interface Profiles {
  seller(sellerRef: string): SellerProfile | undefined;
  customer(customerRef: string): PartnerProfile | undefined;
  policy(policyId: string): BillingPolicy | undefined;
  customers(): readonly PartnerProfile[];
  sellers(): readonly SellerProfile[];
  platforms(): readonly PlatformProfile[];
}

/** @throws FacteurError `TENANT.UNKNOWN` (not-found). */
export type ProfilesOfTenant = (tenantId: string) => Profiles;
