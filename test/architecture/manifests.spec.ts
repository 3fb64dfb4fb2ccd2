import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { knownEnvironment, unknownNames } from './deploy.js';
import { schemaFaults } from './kubernetes-schema.js';
import { unknownNames as unknownSeries } from './observability.js';
import { dockerfileFaults, manifestFaults, type Manifest } from './manifests.js';

const read = (folder: string) =>
  readdirSync(folder).flatMap((name) =>
    parseAllDocuments(readFileSync(join(folder, name), 'utf8')).map((document) => {
      expect({ name, faults: [...document.errors, ...document.warnings] }).toEqual({ name, faults: [] });
      return document.toJS() as Manifest;
    }),
  );
const objects = read('config/deploy/kubernetes');
const scalers = read('config/deploy/keda');

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

  it('are what the published schemas of Kubernetes and KEDA ask for, name by name', () => {
    expect(scalers.map(({ kind }) => kind)).toEqual(['ScaledObject']);
    expect(schemaFaults([...objects, ...scalers])).toEqual([]);
    const text = JSON.stringify(objects.find(({ kind }) => kind === 'Deployment'));
    const spoiled = [
      text.replace('readinessProbe', 'redinessProbe'),
      text.replace('"containerPort":3000', '"containerPort":"3000"'),
      text.replace('"selector"', '"selecter"'),
    ].map((each) => JSON.parse(each) as Manifest);
    const faults = schemaFaults(spoiled).join('\n');
    for (const word of ['redinessProbe', 'containerPort', 'selecter']) expect(faults).toContain(word);
  });

  it('scale by the queue what they scale by load, by metrics that exist', () => {
    const [scaler] = scalers as [Manifest & { spec: { triggers: { metadata: { query: string } }[] } }];
    const autoscaler = objects.find(({ kind }) => kind === 'HorizontalPodAutoscaler');
    expect(scaler.spec.scaleTargetRef).toEqual(autoscaler?.spec?.scaleTargetRef);
    expect(scaler.spec.triggers.flatMap(({ metadata }) => unknownSeries(metadata.query, []))).toEqual([]);
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
