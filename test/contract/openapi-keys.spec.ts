import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, unknown>>;
}

const { paths } = JSON.parse(readFileSync('schemas/openapi.json', 'utf8')) as {
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

/** What makes something and is its own key: a repetition is answered 409 and makes nothing. */
const OWN_KEY: Readonly<Record<string, string>> = {
  addWebhook: 'the name',
  reissueInvoice: 'the cancelled order: once it was billed again it is not free any more',
};

describe('what may be repeated after a time-out', () => {
  const creating = Object.values(paths)
    .flatMap((methods) => Object.entries(methods))
    .filter(([method, { responses }]) => method === 'post' && '201' in responses)
    .map(([, operation]) => operation);

  it('finds the creating operations', () => {
    expect(creating.length).toBeGreaterThan(20);
  });

  it.each(creating.map((operation) => [operation.operationId, operation] as const))(
    '%s takes an Idempotency-Key or is its own key',
    (id, { parameters = [], responses }) => {
      const takes = parameters.some((each) => each.in === 'header' && each.name === 'Idempotency-Key');
      expect(takes).toBe(!(id in OWN_KEY));
      if (!takes) expect(responses).toHaveProperty('409');
    },
  );
});
