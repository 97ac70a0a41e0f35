import fc from 'fast-check';
import { expect, it } from 'vitest';
import { catalogs } from '../prisma/catalogs/all';
import { hashSecret, last4, looksLikeKey, MANAGEMENT_PREFIX, makeSecret } from './secret';

const prefixes = [...catalogs.map((c) => c.keyPrefix), MANAGEMENT_PREFIX];
const anyPrefix = fc.constantFrom(...prefixes);

it('every made secret has its prefix, 36 letters and a good checksum', () => {
  fc.assert(
    fc.property(anyPrefix, (prefix) => {
      const secret = makeSecret(prefix);
      expect(secret.startsWith(prefix)).toBe(true);
      expect(secret.slice(prefix.length)).toMatch(/^[0-9A-Za-z]{36}$/);
      expect(looksLikeKey(secret)).toBe(true);
      expect(looksLikeKey(secret, prefix)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

it('a secret with one letter changed is refused', () => {
  fc.assert(
    fc.property(anyPrefix, fc.nat(35), fc.constantFrom(...'0Az9'), (prefix, at, letter) => {
      const secret = makeSecret(prefix);
      const i = prefix.length + at;
      const changed = secret.slice(0, i) + letter + secret.slice(i + 1);
      expect(looksLikeKey(changed)).toBe(changed === secret);
    }),
    { numRuns: 2000 },
  );
});

it('a secret does not pass under another prefix', () => {
  for (const from of prefixes) {
    const body = makeSecret(from).slice(from.length);
    for (const to of prefixes) if (to !== from) expect(looksLikeKey(to + body)).toBe(false);
  }
});

it('no other text passes', () => {
  fc.assert(fc.property(fc.string({ maxLength: 80 }), (text) => !looksLikeKey(text)));
  for (const text of ['', 'hr_live_', `hr_live_${'0'.repeat(36)}`, `${makeSecret('sk-')}\n`]) {
    expect(looksLikeKey(text)).toBe(false);
  }
});

it('all 62 letters are used alike', () => {
  const counts = new Map<string, number>();
  const rounds = 4000;
  for (let i = 0; i < rounds; i++) {
    for (const letter of makeSecret('sk-').slice(3, 33)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  expect(counts.size).toBe(62);
  const expected = (rounds * 30) / 62;
  const chiSquared = [...counts.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
  // 61 degrees of freedom: above 135 happens once in a million fair runs
  expect(chiSquared).toBeLessThan(135);
});

it('the hash depends on the whole secret and shows none of it', () => {
  const secret = makeSecret('hr_live_');
  expect(hashSecret(secret)).toMatch(/^[0-9a-f]{64}$/);
  expect(hashSecret(secret)).toBe(hashSecret(secret));
  expect(hashSecret(makeSecret('hr_live_'))).not.toBe(hashSecret(secret));
  expect(secret.endsWith(last4(secret))).toBe(true);
});
