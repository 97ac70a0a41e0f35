import { expect, test } from 'vitest';
import type { CountedDenials } from '../../usage/write-denials';
import { refusalReceipts } from './refusal-receipts';

const minute = (startMs: number, denied: number): CountedDenials => ({
  startMs,
  workspaceId: 'w',
  keyId: 'k',
  userId: 'u',
  resource: 'chat',
  model: 'm',
  limit: 'key:requests/*/rolling 60000',
  code: 'rate_limit_exceeded',
  denied,
});

test('the last hundred refusals have receipts, each inside its minute and saying which limit and until when', () => {
  const receipts = refusalReceipts([minute(0, 70), minute(60_000, 40), minute(120_000, 5)], 40);
  expect(receipts).toHaveLength(100);
  expect(receipts.filter(({ atMs }) => atMs >= 120_000)).toHaveLength(5);
  for (const { atMs, limitId, details, limits } of receipts) {
    expect(limitId).toBe('key:requests/*/rolling 60000');
    expect(details).toMatchObject({ used: 40, remaining: 0, limit: 40 });
    expect(Date.parse(String(details.clears_at))).toBe((Math.floor(atMs / 60_000) + 1) * 60_000);
    expect(limits).toHaveLength(1);
  }
});
