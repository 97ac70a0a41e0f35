import { describe, expect, it } from 'vitest';
import { ERROR_STATUS, type ErrorCode } from '../errors';
import { DENIAL_CODES } from '../limits/decision';
import { budget, perDay, perMonth, rpm } from './cases/situations.cases';
import { addRetry } from './retry';

type Limit = Parameters<typeof addRetry>[3];

function retry(code: ErrorCode, retryAfterMs: number | null, by: Limit = null, onlyOn429 = false) {
  const headers: Record<string, string> = {};
  addRetry(headers, code, retryAfterMs, by, onlyOn429);
  return headers;
}

const minute = rpm(50, 50);
const hour = {
  ...minute,
  limit: { ...minute.limit, window: { kind: 'rolling', windowMs: 3_600_000 } },
} as const;

describe('a wait', () => {
  it.each([
    [1, '1', '1'],
    [999, '1', '999'],
    [1_000, '1', '1000'],
    [1_001, '2', '1001'],
    [59_998, '60', '59998'],
    [59_999, '60', '59999'],
    [60_000, '60', '59999'],
  ])(
    'of %i ms on a minute limit: Retry-After %s rounded up, retry-after-ms %s, and a retry is worth it',
    (ms, s, milli) => {
      expect(retry('rate_limit_exceeded', ms, minute)).toEqual({ 'Retry-After': s, 'retry-after-ms': milli });
    },
  );

  it.each([
    ['a longer window', hour],
    ['a day', perDay(10_000)],
  ])('on %s is worth a retry below 60 s, and from there on is not', (_name, by) => {
    const at = (ms: number) => retry('rate_limit_exceeded', ms, by);
    expect(at(59_999)).toEqual({ 'Retry-After': '60', 'retry-after-ms': '59999' });
    expect(at(60_000)).toEqual({ 'Retry-After': '60', 'retry-after-ms': '59999', 'x-should-retry': 'false' });
    expect(at(60_001)).toEqual({ 'Retry-After': '61', 'retry-after-ms': '60001', 'x-should-retry': 'false' });
  });

  it('for the month is never worth one, however near its end', () => {
    expect(retry('quota_exceeded', 900, perMonth(10_000))).toEqual({
      'Retry-After': '1',
      'retry-after-ms': '900',
      'x-should-retry': 'false',
    });
  });

  it('leaves Retry-After out where the page has it on 429 only', () => {
    expect(retry('still_running', 1_000, null, true)).toEqual({
      'retry-after-ms': '1000',
      'x-should-retry': 'true',
    });
    expect(retry('rate_limit_exceeded', 1_000, minute, true)).toHaveProperty('Retry-After', '1');
  });
});

it('a refusal by a limit that never ends by itself is never retried, whatever its code', () => {
  for (const code of DENIAL_CODES) {
    expect(retry(code, null, budget(12_500_000))).toEqual({ 'x-should-retry': 'false' });
  }
});

it('of the statuses that SDKs retry by themselves, those that waiting does not cure say so', () => {
  const told = (Object.keys(ERROR_STATUS) as ErrorCode[]).filter(
    (code) => [409, 429].includes(ERROR_STATUS[code]) && retry(code, 1_000)['x-should-retry'] === 'false',
  );
  expect(told).toEqual([
    'conflict',
    'idempotency_conflict',
    'not_replayable',
    'unknown_outcome',
    'quota_exceeded',
  ]);
});
