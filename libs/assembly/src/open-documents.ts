import type { DocumentStore } from '#ports';
import type { LoadedSettings } from '#settings';
import { openDocumentStore, openS3Documents } from '#store';

/** The document store that the settings name: a directory, or an S3-speaking service. */
export async function openDocuments(loaded: LoadedSettings): Promise<DocumentStore> {
  const { directory, retentionYears, s3 } = loaded.settings.documents;
  if (s3 === undefined) return openDocumentStore(loaded.path(directory));
  const { endpoint, bucket, region, prefix, accessKeySecret, secretKeySecret, objectLock } = s3;
  return openS3Documents({
    ...{ endpoint, bucket, region, prefix },
    accessKeyId: loaded.secrets.get(accessKeySecret),
    secretAccessKey: loaded.secrets.get(secretKeySecret),
    objectLockYears: objectLock ? retentionYears : undefined,
  });
}
