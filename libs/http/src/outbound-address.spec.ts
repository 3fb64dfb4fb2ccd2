import { describe, expect, it } from '@jest/globals';
import { addressScope } from './outbound-address.js';

describe('where an HTTPS delivery may go', () => {
  it.each([
    '1.1.1.1',
    '93.184.215.14',
    '172.15.0.1',
    '172.32.0.1',
    '2606:4700::1111',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
  ])('%s is public', (address) => expect(addressScope(address)).toBe('public'));

  it.each([
    '10.1.2.3',
    '127.0.0.1',
    '127.255.255.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '100.64.0.1',
    '::1',
    'fc00::1',
    'fd12:3456::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::10.0.0.1',
  ])('%s is private', (address) => expect(addressScope(address)).toBe('private'));

  it.each([
    '0.0.0.0',
    '169.254.169.254',
    '::ffff:169.254.169.254',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    '::',
    'ff02::1',
    '224.0.0.1',
    '255.255.255.255',
    '192.0.2.1',
    '2001:db8::1',
    '2002:7f00:1::',
    '2001:0:7f00:1::',
    '::127.0.0.1',
    'not an address',
  ])('%s is never a destination', (address) => expect(addressScope(address)).toBe('closed'));
});
