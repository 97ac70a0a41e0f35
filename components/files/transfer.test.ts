import { expect, test } from 'vitest';
import { LOST, sentFrom, summary, type Transfer, type TransferState } from './transfer';

const openai = (code: string, message: string) =>
  JSON.stringify({ error: { code, message, type: 'x', param: null } });

test.each([
  [413, openai('file_too_large', 'Too large.'), { kind: 'refused', reason: 'Too large.' }],
  [403, openai('storage_full', 'Full.'), { kind: 'refused', reason: 'Full.' }],
  [
    429,
    openai('concurrency_limit_exceeded', 'Busy.'),
    { kind: 'busy', reason: 'Busy.', retryAfterMs: 2_000 },
  ],
  [429, openai('quota_exceeded', 'Spent.'), { kind: 'failed', reason: 'Spent.' }],
  [
    503,
    '{"error":"storage_unavailable","message":"Down.","status":"error"}',
    { kind: 'failed', reason: 'Down.' },
  ],
  [502, '<html>', { kind: 'failed', reason: 'The server answered with status 502.' }],
  [400, '{}', { kind: 'refused', reason: 'The server answered with status 400.' }],
  [0, '', { kind: 'failed', reason: LOST }],
])('status %i with %j', (status, body, sent) => {
  expect(sentFrom(status, body, 2_000)).toEqual(sent);
});

test('all files on their way are told in one sentence', () => {
  const of = (...states: TransferState[]): Transfer[] =>
    states.map((state, id) => ({ id, name: '', bytes: 1, state, sent: 0, resumable: false, reason: null }));
  expect(summary([])).toBe('');
  expect(summary(of('stored', 'stored'))).toBe('2 of 2 uploaded');
  expect(summary(of('stored', 'sending', 'paused', 'refused', 'failed'))).toBe(
    '1 of 5 uploaded, 2 to go, 1 refused, 1 interrupted',
  );
});
