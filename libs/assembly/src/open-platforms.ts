import { createAfnorPlatform } from '#connectors/platform-afnor';
import type { Clock } from '#kernel';
import type { Log, Platform, PlatformsOfTenant } from '#ports';
import type { LoadedSettings } from '#settings';

/** A client for each platform that is switched on, tenant by tenant. */
export interface OpenPlatforms {
  readonly ofTenant: PlatformsOfTenant;
  readonly all: readonly { readonly tenantId: string; readonly platform: Platform }[];
  close(): Promise<void>;
}

/** Builds the clients; nothing is asked of a platform before it is needed. */
export function openPlatforms(loaded: LoadedSettings, log: Log, clock: Clock): OpenPlatforms {
  const all = loaded.settings.tenants.flatMap((tenant) =>
    loaded
      .profiles(tenant.id)
      .platforms()
      .filter((profile) => profile.enabled)
      .map((profile) => ({
        tenantId: tenant.id,
        platform: createAfnorPlatform(profile, { secrets: loaded.secrets, log, clock }),
      })),
  );
  const byTenant = new Map<string, Platform[]>();
  for (const { tenantId, platform } of all) byTenant.set(tenantId, [...(byTenant.get(tenantId) ?? []), platform]);
  return {
    ofTenant: (tenantId) => byTenant.get(tenantId) ?? [],
    all,
    close: async () => {
      await Promise.all(all.map(({ platform }) => platform.close()));
    },
  };
}
