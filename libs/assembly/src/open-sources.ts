import { createFolderSource } from '#connectors/source-folder';
import { createSftpSource } from '#connectors/source-sftp';
import type { FlowContext } from '#flows';
import type { LoadedSettings } from '#settings';
import { SourcePoller } from './source-poller.js';

/** A poller for each source that is switched on. */
export function openSources(loaded: LoadedSettings, context: FlowContext): SourcePoller[] {
  return loaded.settings.sources
    .filter((source) => source.enabled)
    .map((source) => {
      const name = `${source.kind}:${source.name}`;
      const connector =
        source.kind === 'folder'
          ? createFolderSource({ name, directory: loaded.path(source.directory), log: context.log })
          : createSftpSource({ ...source, name, secrets: loaded.secrets, log: context.log });
      return new SourcePoller(context, source, connector);
    });
}
