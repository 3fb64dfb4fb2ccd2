import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { knownEnvironment, unknownNames } from './deploy.js';
import { dockerfileFaults, manifestFaults, type Manifest } from './manifests.js';

const FOLDER = 'config/deploy/kubernetes';
const objects = readdirSync(FOLDER).flatMap((name) =>
  parseAllDocuments(readFileSync(join(FOLDER, name), 'utf8')).map((document) => document.toJS() as Manifest),
);

describe('the Kubernetes manifests', () => {
  it('have probes, limits, no root, a read-only file system, and workers that scale', () => {
    expect(manifestFaults(objects)).toEqual([]);
    const kinds = objects.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'Deployment')).toHaveLength(2);
    expect(kinds).toEqual(expect.arrayContaining(['HorizontalPodAutoscaler', 'PodDisruptionBudget', 'Service']));
  });

  it('set only environment names that Facteur knows', () => {
    const names = objects.flatMap(({ spec }) =>
      (spec?.template?.spec.containers ?? []).flatMap(({ env = [] }) => env.map(({ name }) => name)),
    );
    expect(names.length).toBeGreaterThan(5);
    expect(unknownNames(names, knownEnvironment(process.cwd()))).toEqual([]);
  });

  it('would be caught with faults', () => {
    const [gateway] = objects.filter(({ kind }) => kind === 'Deployment');
    const spoiled = JSON.parse(
      JSON.stringify(gateway)
        .replace('"readOnlyRootFilesystem":true', '"readOnlyRootFilesystem":false')
        .replace('/health/live', '/'),
    ) as Manifest;
    expect(manifestFaults([spoiled])).toEqual([
      'Deployment facteur-gateway: liveness probe is not /health/live',
      'Deployment facteur-gateway: root file system is writable',
    ]);
  });
});

describe('the Dockerfile', () => {
  it('makes a small image that runs as nobody special', () => {
    expect(dockerfileFaults(readFileSync('Dockerfile', 'utf8'))).toEqual([]);
  });

  it('would be caught with faults', () => {
    expect(dockerfileFaults('FROM node\nCOPY . .\nENV API_TOKEN=x\nCMD node x\n')).toEqual(
      expect.arrayContaining([
        'no fixed version: FROM node',
        'runs as root',
        'no health check',
        'a secret in the image',
      ]),
    );
  });
});
