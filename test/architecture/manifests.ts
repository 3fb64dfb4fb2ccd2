/** What of a Kubernetes object the rules look at. */
export interface Manifest {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: { readonly name?: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: {
    readonly replicas?: number;
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> } & Readonly<Record<string, unknown>>;
    readonly template?: {
      readonly metadata: { readonly labels: Readonly<Record<string, string>> };
      readonly spec: PodSpec;
    };
    readonly scaleTargetRef?: { readonly kind: string; readonly name: string };
    readonly minReplicas?: number;
    readonly maxReplicas?: number;
  };
}

interface PodSpec {
  readonly automountServiceAccountToken?: boolean;
  readonly securityContext?: { readonly runAsNonRoot?: boolean; readonly runAsUser?: number };
  readonly containers: readonly Container[];
  readonly volumes?: readonly { readonly name: string }[];
}

interface Container {
  readonly name: string;
  readonly image: string;
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly livenessProbe?: { readonly httpGet: { readonly path: string; readonly port: string } };
  readonly readinessProbe?: { readonly httpGet: { readonly path: string; readonly port: string } };
  readonly resources?: { readonly requests?: Record<string, string>; readonly limits?: Record<string, string> };
  readonly securityContext?: {
    readonly allowPrivilegeEscalation?: boolean;
    readonly readOnlyRootFilesystem?: boolean;
    readonly capabilities?: { readonly drop?: readonly string[] };
  };
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
}

/** The API groups that serve our kinds on every supported cluster. */
const KINDS: Readonly<Record<string, string>> = {
  ServiceAccount: 'v1',
  PersistentVolumeClaim: 'v1',
  Service: 'v1',
  Deployment: 'apps/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  PodDisruptionBudget: 'policy/v1',
};

/** Everything that is wrong with the objects, as `Kind name: what`. */
export function manifestFaults(objects: readonly Manifest[]): string[] {
  const pods = objects.filter(({ kind }) => kind === 'Deployment');
  return objects.flatMap((object) => {
    const faults = [...headFaults(object), ...deploymentFaults(object), ...scaleFaults(object, pods)];
    return faults.map((fault) => `${object.kind ?? '?'} ${object.metadata?.name ?? '?'}: ${fault}`);
  });
}

function headFaults({ kind = '', apiVersion, metadata }: Manifest): string[] {
  const expected = KINDS[kind];
  return [
    ...(expected === undefined
      ? ['kind is not known']
      : expected === apiVersion
        ? []
        : [`apiVersion is not ${expected}`]),
    ...(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(metadata?.name ?? '') ? [] : ['name is no DNS label']),
    ...(metadata?.labels?.['app.kubernetes.io/name'] === 'facteur' ? [] : ['label app.kubernetes.io/name is missing']),
  ];
}

function deploymentFaults({ kind, spec }: Manifest): string[] {
  if (kind !== 'Deployment') return [];
  const { template, selector } = spec ?? {};
  if (!template) return ['no template'];
  const labels = template.metadata.labels;
  const isSelected = Object.entries(selector?.matchLabels ?? { none: '' }).every(
    ([name, value]) => labels[name] === value,
  );
  const pod = template.spec;
  const volumes = new Set(pod.volumes?.map(({ name }) => name));
  return [
    ...(isSelected ? [] : ['selector does not select its own pods']),
    ...(pod.securityContext?.runAsNonRoot === true ? [] : ['may run as root']),
    ...(pod.automountServiceAccountToken === false ? [] : ['mounts a token of the cluster']),
    ...pod.containers.flatMap((container) => containerFaults(container, volumes)),
  ];
}

function containerFaults(container: Container, volumes: ReadonlySet<string>): string[] {
  const { livenessProbe, readinessProbe, resources, securityContext, image, ports = [], volumeMounts = [] } = container;
  const names = ports.map(({ name }) => name);
  const probe = (given: typeof livenessProbe, path: string, what: string) =>
    given?.httpGet.path === path && names.includes(given.httpGet.port) ? [] : [`${what} probe is not ${path}`];
  return [
    ...probe(livenessProbe, '/health/live', 'liveness'),
    ...probe(readinessProbe, '/health/ready', 'readiness'),
    ...['cpu', 'memory'].flatMap((name) =>
      resources?.requests?.[name] && resources.limits?.[name] ? [] : [`no request or limit for ${name}`],
    ),
    ...(securityContext?.readOnlyRootFilesystem === true ? [] : ['root file system is writable']),
    ...(securityContext?.allowPrivilegeEscalation === false ? [] : ['privileges may grow']),
    ...(securityContext?.capabilities?.drop?.includes('ALL') ? [] : ['capabilities are kept']),
    ...(/:[^:/]+$/.test(image) && !image.endsWith(':latest') ? [] : ['image has no fixed version']),
    ...volumeMounts.filter(({ name }) => !volumes.has(name)).map(({ name }) => `volume ${name} is not declared`),
  ];
}

function scaleFaults({ kind, spec }: Manifest, pods: readonly Manifest[]): string[] {
  if (kind !== 'HorizontalPodAutoscaler') return [];
  const { scaleTargetRef, minReplicas = 0, maxReplicas = 0 } = spec ?? {};
  const target = pods.find(({ metadata }) => metadata?.name === scaleTargetRef?.name);
  return [
    ...(target ? [] : ['scales what is not there']),
    // Both would fight over the number at every apply.
    ...(target?.spec?.replicas === undefined ? [] : ['its target says replicas, too']),
    ...(minReplicas >= 1 && maxReplicas > minReplicas ? [] : ['does not scale']),
  ];
}

/** What is wrong with a Dockerfile by the rules that are usual for small images that run as nobody special. */
export function dockerfileFaults(text: string): string[] {
  const lines = text
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => /^[A-Z]+ /.test(line));
  const from = lines.filter((line) => line.startsWith('FROM '));
  const lastStage = lines.slice(lines.lastIndexOf(from.at(-1) ?? ''));
  const has = (pattern: RegExp) => lastStage.some((line) => pattern.test(line));
  return [
    ...from
      .filter((line) => !/^FROM \S+:\S+/.test(line) || /:latest/.test(line))
      .map((line) => `no fixed version: ${line}`),
    ...(from.length > 1 ? [] : ['the tools of the build stay in the image']),
    ...(has(/^USER (?!root|0\b)\S+/) ? [] : ['runs as root']),
    ...(has(/^HEALTHCHECK .*CMD \[/) ? [] : ['no health check']),
    ...(has(/^ENTRYPOINT \[/) ? [] : ['no entry point in its exact form: signals would not arrive']),
    ...lines.filter((line) => line.startsWith('ADD ')).map(() => 'ADD instead of COPY'),
    ...lines.filter((line) => /^(ENV|ARG) .*(PASSWORD|SECRET|TOKEN)/i.test(line)).map(() => 'a secret in the image'),
    ...(has(/^COPY \. /) ? ['copies everything into the image'] : []),
  ];
}
