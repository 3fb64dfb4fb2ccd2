import { createServer, type AddressInfo } from 'node:net';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import SftpClient from 'ssh2-sftp-client';
import { startSandbox, type Sandbox } from './sandbox.js';

const INVOICE = (number: string, amount: string) => `<Invoice xmlns="urn:example"><ID>${number}</ID>
  <PaymentMeans><PaymentID>${number}</PaymentID><PayeeFinancialAccount><ID>FR7630006000011234567890189</ID></PayeeFinancialAccount></PaymentMeans>
  <LegalMonetaryTotal><PayableAmount currencyID="EUR">${amount}</PayableAmount></LegalMonetaryTotal></Invoice>`;

let directory: string;
beforeEach(async () => (directory = await mkdtemp(join(tmpdir(), 'facteur-sandbox-'))));
afterEach(() => rm(directory, { recursive: true }));

async function withSandbox<T>(
  work: (sandbox: Sandbox) => Promise<T>,
  ports = { sftpPort: 0, httpsPort: 0 },
): Promise<T> {
  const sandbox = await startSandbox({ directory, ...ports });
  try {
    return await work(sandbox);
  } finally {
    await sandbox.stop();
  }
}

async function withClient<T>(sandbox: Sandbox, work: (client: SftpClient) => Promise<T>): Promise<T> {
  const client = new SftpClient('test', {});
  const { user, password } = sandbox.credentials;
  await client.connect({ host: '127.0.0.1', port: sandbox.sftp.port, username: user, password });
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

describe('the sandbox', () => {
  it('is the same customer after a restart', async () => {
    const facts = ({ credentials, sftp, https }: Sandbox) => ({
      credentials,
      hostKey: sftp.hostKey,
      certificate: https.certificateFingerprint,
    });
    const first = await withSandbox(async (sandbox) => facts(sandbox));
    expect(await withSandbox(async (sandbox) => facts(sandbox))).toEqual(first);
    expect(first.hostKey).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
    expect(first.certificate).toMatch(/^[0-9a-f]{64}$/);
    expect((await stat(join(directory, 'identity.json'))).mode & 0o077).toBe(0);
  });

  it('gives way when its port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    await withSandbox(
      async (sandbox) => {
        expect(sandbox.sftp.port).not.toBe(port);
        expect(sandbox.https.port).not.toBe(port);
      },
      { sftpPort: port, httpsPort: port },
    );
    await new Promise((resolve) => other.close(resolve));
  });

  it('lets no SFTP client out of its folder', async () => {
    await writeFile(join(directory, 'secret.txt'), 'secret');
    await withSandbox((sandbox) =>
      withClient(sandbox, async (client) => {
        expect((await client.list('/')).map(({ name }) => name).sort()).toEqual(['in', 'orders']);
        for (const path of ['../secret.txt', '/../secret.txt', '/in/../../secret.txt', '/in/../../../etc/passwd']) {
          await expect(client.get(path)).rejects.toThrow();
        }
        await client.put(Buffer.from('x'), '/../../escaped.txt');
        expect(await readdir(directory)).not.toContain('escaped.txt');
        await client.put(Buffer.from('one'), '/in/a.txt');
        await client.put(Buffer.from('two'), '/in/b.txt');
        await expect(client.rename('/in/a.txt', '/in/b.txt')).rejects.toThrow();
        expect(await readFile(join(sandbox.sftp.folder, 'in', 'b.txt'), 'utf8')).toBe('two');
      }),
    );
  });

  it('admits nobody without the right password', () =>
    withSandbox(async (sandbox) => {
      for (const login of [
        { username: sandbox.credentials.user, password: 'x' },
        { username: 'root', password: '' },
      ]) {
        const client = new SftpClient('test', {});
        await expect(client.connect({ host: '127.0.0.1', port: sandbox.sftp.port, ...login })).rejects.toThrow();
        await client.end();
      }
    }));

  it('pays each received invoice once, also after a restart', async () => {
    await withSandbox(async (sandbox) => {
      await sandbox.erp.drop('order.json', '{}');
      expect(await readdir(sandbox.erp.folder)).toEqual(['order.json']);
      await writeFile(join(sandbox.sftp.folder, 'in', 'FA-1.xml'), INVOICE('FA-1', '120.00'));
      await writeFile(join(sandbox.sftp.folder, 'in', 'FA-2.xml'), INVOICE('FA-2', '30.00'));
      const decide = ({ number, payableAmount }: { number: string; payableAmount: string }) =>
        number === 'FA-1' ? { amount: payableAmount, reference: number } : undefined;
      const { paid, statements } = await sandbox.settle(decide);
      expect(paid.map(({ number }) => number)).toEqual(['FA-1']);
      expect(await readFile(statements[0]?.path ?? '', 'utf8')).toContain('<Ustrd>FA-1</Ustrd>');
    });
    await withSandbox(async (sandbox) => {
      const { paid } = await sandbox.settle();
      expect(paid.map(({ number }) => number)).toEqual(['FA-2']);
      expect(await sandbox.settle()).toEqual({ statements: [], paid: [] });
    });
  });
});
