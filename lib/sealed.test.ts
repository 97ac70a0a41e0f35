import { expect, it, vi } from 'vitest';

vi.mock('./env', () => ({ env: () => ({ AUTH_SECRET: 'a secret of more than thirty-two letters' }) }));
const { seal, unseal } = await import('./sealed');

it('a sealed secret opens again and does not show', () => {
  const sealed = seal('sk-provider-key');
  expect(sealed).not.toContain('provider');
  expect(unseal(sealed)).toBe('sk-provider-key');
});

it('an altered secret does not open', () => {
  const bytes = Buffer.from(seal('sk-provider-key'), 'base64');
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  expect(() => unseal(bytes.toString('base64'))).toThrow();
});
