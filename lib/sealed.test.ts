import { expect, it } from 'vitest';
import { seal, unseal } from './sealed';

it('a sealed secret opens again and does not show', () => {
  const sealed = seal('sk-provider-key');
  expect(Buffer.from(sealed, 'base64').toString('latin1')).not.toContain('provider');
  expect(unseal(sealed)).toBe('sk-provider-key');
});

it('an altered secret does not open', () => {
  const bytes = Buffer.from(seal('sk-provider-key'), 'base64');
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  expect(() => unseal(bytes.toString('base64'))).toThrow();
});
