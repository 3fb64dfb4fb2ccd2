import ssh2 from 'ssh2';

export interface SshKeyPair {
  /** In OpenSSH's own format. */
  readonly private: string;
  /** One line, as in `authorized_keys`. */
  readonly public: string;
}

/** How a private key is locked; without it the key lies open. */
export interface KeyLock {
  readonly passphrase: string;
}

const TRIES = 20;

/**
 * A new Ed25519 key pair in OpenSSH's form. ssh2 1.17 now and then writes a private key that it cannot read itself, so each one is
 * read back before it counts.
 * @throws Error when no readable key came in twenty tries.
 */
export function makeSshKey(comment: string, lock?: KeyLock): SshKeyPair {
  for (let left = TRIES; left > 0; left -= 1) {
    const pair = lock
      ? ssh2.utils.generateKeyPairSync('ed25519', { comment, cipher: 'aes256-ctr', rounds: 16, ...lock })
      : ssh2.utils.generateKeyPairSync('ed25519', { comment });
    if (!(ssh2.utils.parseKey(pair.private, lock?.passphrase) instanceof Error)) return pair;
  }
  throw new Error('No readable SSH key could be made');
}
