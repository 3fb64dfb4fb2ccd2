import {
  billingPolicySchema,
  partnerProfileSchema,
  platformProfileSchema,
  sellerProfileSchema,
  type BillingPolicy,
  type PartnerProfile,
  type PlatformProfile,
  type SellerProfile,
} from '#billing';
import type { Problem } from '#kernel';
import type { Profiles } from '#ports';
import { readYamlFolder, type ReadFile } from './read-yaml.js';
import type { Settings } from './settings.js';

type TenantSettings = Settings['tenants'][number];

/** Reads a tenant's sellers, customers and policies; answers every problem of every file at once. */
export function readProfiles(
  root: string,
  tenant: TenantSettings,
  environment: NodeJS.ProcessEnv,
): { profiles: Profiles; problems: Problem[] } {
  const sellers = readYamlFolder(root, tenant.sellers, sellerProfileSchema, environment);
  const customers = readYamlFolder(root, tenant.customers, partnerProfileSchema, environment);
  const policies = readYamlFolder(root, tenant.policies, billingPolicySchema, environment);
  const platforms = readYamlFolder(root, tenant.platforms, platformProfileSchema, environment);
  const problems = [
    ...[...sellers, ...customers, ...policies, ...platforms].flatMap((file) => file.problems),
    ...repeated(sellers, (seller) => [seller.sellerRef, ...seller.aliases]),
    ...repeated(customers, (customer) => [customer.customerRef, ...customer.aliases]),
    ...repeated(policies, (policy) => [policy.policyId]),
    ...repeated(platforms, (platform) => [platform.platformId]),
    ...withoutPolicy(sellers, policies),
    ...withoutPlatform(sellers, customers, platforms),
    ...withoutTerms(customers, policies),
  ];
  return {
    profiles: lookUp(valuesOf(sellers), valuesOf(customers), valuesOf(policies), valuesOf(platforms)),
    problems,
  };
}

function lookUp(
  sellers: readonly SellerProfile[],
  customers: readonly PartnerProfile[],
  policies: readonly BillingPolicy[],
  platforms: readonly PlatformProfile[],
): Profiles {
  const sellerByRef = byNames(sellers, (seller) => [seller.sellerRef, ...seller.aliases]);
  const customerByRef = byNames(customers, (customer) => [customer.customerRef, ...customer.aliases]);
  const policyById = byNames(policies, (policy) => [policy.policyId]);
  return {
    seller: (ref) => sellerByRef.get(ref),
    customer: (ref) => customerByRef.get(ref),
    policy: (id) => policyById.get(id),
    customers: () => customers,
    sellers: () => sellers,
    platforms: () => platforms,
  };
}

function byNames<T>(values: readonly T[], names: (value: T) => readonly string[]): Map<string, T> {
  return new Map(values.flatMap((value) => names(value).map((name) => [name, value] as const)));
}

function valuesOf<T>(files: readonly ReadFile<T>[]): T[] {
  return files.flatMap((file) => (file.value === undefined ? [] : [file.value]));
}

function repeated<T>(files: readonly ReadFile<T>[], names: (value: T) => readonly string[]): Problem[] {
  const seen = new Map<string, string>();
  return files.flatMap((file) =>
    (file.value === undefined ? [] : names(file.value)).flatMap((name) => {
      const first = seen.get(name);
      seen.set(name, file.file);
      return first === undefined ? [] : [nameTaken(file.file, name, first)];
    }),
  );
}

function withoutPolicy(
  sellers: readonly ReadFile<SellerProfile>[],
  policies: readonly ReadFile<BillingPolicy>[],
): Problem[] {
  // A policy file at fault is reported itself; that its sellers lack a policy then would only be noise.
  if (policies.some((file) => file.problems.length > 0)) return [];
  const known = new Set(valuesOf(policies).map((policy) => policy.policyId));
  return sellers.flatMap((file) =>
    file.value && !known.has(file.value.policy) ? [unknownPolicy(file.file, file.value.policy)] : [],
  );
}

/** A route names a platform that is not there: found at start, not at the first invoice. */
function withoutPlatform(
  sellers: readonly ReadFile<SellerProfile>[],
  customers: readonly ReadFile<PartnerProfile>[],
  platforms: readonly ReadFile<PlatformProfile>[],
): Problem[] {
  if (platforms.some((file) => file.problems.length > 0)) return [];
  const known = new Set(valuesOf(platforms).map(({ platformId }) => platformId));
  const routes = [
    ...customers.map(({ file, value }) => ({ file, field: '/delivery', route: value?.delivery })),
    ...sellers.map(({ file, value }) => ({ file, field: '/lifecycle/route', route: value?.lifecycle.route })),
    ...sellers.map(({ file, value }) => ({ file, field: '/ereporting/route', route: value?.ereporting?.route })),
  ];
  return routes.flatMap(({ file, field, route }) =>
    route?.channel === 'platform' && !known.has(route.platform)
      ? [unknownPlatform(`${file}:${field}/platform`, route.platform)]
      : [],
  );
}

/** A customer names payment terms that no policy has: found at start, not at its first invoice. */
function withoutTerms(
  customers: readonly ReadFile<PartnerProfile>[],
  policies: readonly ReadFile<BillingPolicy>[],
): Problem[] {
  if (policies.some((file) => file.problems.length > 0)) return [];
  const known = new Set(valuesOf(policies).flatMap((policy) => Object.keys(policy.paymentTerms)));
  return customers.flatMap(({ file, value }) =>
    value?.paymentTerms !== undefined && !known.has(value.paymentTerms) ? [unknownTerms(file, value.paymentTerms)] : [],
  );
}

const nameTaken = (file: string, name: string, first: string): Problem => ({
  code: 'CONFIG.NAME_TAKEN',
  field: file,
  value: name,
  message: { en: `This name is already used in ${first}.`, fr: `Ce nom est déjà employé dans ${first}.` },
  remedy: { en: 'Give each profile names of its own.', fr: 'Donnez à chaque profil des noms qui lui sont propres.' },
});

const unknownPolicy = (file: string, policy: string): Problem => ({
  code: 'CONFIG.UNKNOWN_POLICY',
  field: `${file}:/policy`,
  value: policy,
  message: { en: 'No billing policy has this id.', fr: "Aucune politique de facturation n'a cet identifiant." },
  remedy: {
    en: 'Write the policyId of a file in the policies folder.',
    fr: 'Écrivez le policyId d’un fichier du dossier des politiques.',
  },
});

const unknownPlatform = (field: string, platform: string): Problem => ({
  code: 'CONFIG.UNKNOWN_PLATFORM',
  field,
  value: platform,
  message: { en: 'No platform has this id.', fr: "Aucune plateforme n'a cet identifiant." },
  remedy: {
    en: 'Write the platformId of a file in the platforms folder.',
    fr: 'Écrivez le platformId d’un fichier du dossier des plateformes.',
  },
});

const unknownTerms = (file: string, terms: string): Problem => ({
  code: 'CONFIG.UNKNOWN_PAYMENT_TERMS',
  field: `${file}:/paymentTerms`,
  value: terms,
  message: { en: 'No billing policy has these payment terms.', fr: "Aucune politique n'a ces conditions de paiement." },
  remedy: {
    en: 'Write the id of terms of a file in the policies folder.',
    fr: 'Écrivez l’identifiant de conditions d’un fichier du dossier des politiques.',
  },
});
