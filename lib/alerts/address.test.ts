import { describe, expect, it } from 'vitest';
import { checkedUrl, refusedAddress } from './address';

describe('where a webhook may go', () => {
  it.each([
    ['http://example.com/', 'https'],
    ['ftp://example.com/', 'https'],
    ['nonsense', 'address'],
    ['https://user:pass@example.com/', 'name or password'],
    ['https://example.com/#part', 'fragment'],
    ['https://localhost/', 'public'],
    ['https://127.0.0.1/', 'public'],
    ['https://2130706433/', 'public'],
    ['https://0x7f.1/', 'public'],
    ['https://0.0.0.0/', 'public'],
    ['https://10.1.2.3/', 'public'],
    ['https://172.16.0.1/', 'public'],
    ['https://192.168.1.1/', 'public'],
    ['https://100.64.0.1/', 'public'],
    ['https://169.254.169.254/latest/meta-data', 'public'],
    ['https://168.63.129.16/', 'public'],
    ['https://224.0.0.1/', 'public'],
    ['https://[::1]/', 'public'],
    ['https://[::]/', 'public'],
    ['https://[::ffff:127.0.0.1]/', 'public'],
    ['https://[::ffff:10.0.0.1]/', 'public'],
    ['https://[64:ff9b::a00:1]/', 'public'],
    ['https://[2002:a00:1::]/', 'public'],
    ['https://[fd00:ec2::254]/', 'public'],
    ['https://[fe80::1]/', 'public'],
    ['https://[ff02::1]/', 'public'],
  ])('%s is refused when it is saved', (url, word) => {
    expect(() => checkedUrl(url)).toThrow(word);
  });

  it('public ones over https are not', () => {
    expect(checkedUrl('https://example.com:8443/hook?a=1')).toBe('https://example.com:8443/hook?a=1');
    expect(checkedUrl('https://[2606:4700::1111]/')).toBe('https://[2606:4700::1111]/');
    expect(refusedAddress('93.184.215.14')).toBeNull();
  });
});
