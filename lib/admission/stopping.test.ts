import { expect, it } from 'vitest';
import { Stopping } from './stopping';

const requestOf = (client: AbortController) => new Request('http://127.0.0.1/', { signal: client.signal });

it('ends the work when its client leaves, before or after the work asked for the signal', () => {
  for (const asksFirst of [true, false]) {
    const client = new AbortController();
    const stopping = new Stopping(requestOf(client));
    if (asksFirst) expect(stopping.signal.aborted).toBe(false);
    client.abort('gone');
    expect([stopping.signal.aborted, stopping.signal.reason]).toEqual([true, 'gone']);
  }
});

it('ends the work when we say so, with the first reason', () => {
  for (const asksFirst of [true, false]) {
    const stopping = new Stopping(null);
    if (asksFirst) expect(stopping.signal.aborted).toBe(false);
    stopping.stop('revoked');
    stopping.stop('too late');
    expect([stopping.signal.aborted, stopping.signal.reason]).toEqual([true, 'revoked']);
  }
});

it('is the same signal for all who ask', () => {
  const stopping = new Stopping(null);
  expect(stopping.signal).toBe(stopping.signal);
});
