import { describe, expect, it } from '@jest/globals';
import ssh2 from 'ssh2';
import { makeSshKey } from './ssh-key.js';

describe('SSH keys of the sandbox', () => {
  it('can all be read again: one in a few hundred of the raw generator cannot', () => {
    const keys = Array.from({ length: 1500 }, () => makeSshKey('example').private);
    expect(keys.filter((key) => ssh2.utils.parseKey(key) instanceof Error)).toEqual([]);
  });

  it('open with their passphrase only', () => {
    const { private: key } = makeSshKey('example', { passphrase: 'right' });
    expect(ssh2.utils.parseKey(key, 'right')).not.toBeInstanceOf(Error);
    expect(ssh2.utils.parseKey(key, 'wrong')).toBeInstanceOf(Error);
  });
});
