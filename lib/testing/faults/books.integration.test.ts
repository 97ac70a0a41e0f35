import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DemoUpstream } from '../../demo/upstream/server';
import { newId } from '../../ids';
import { startConsumer } from '../../usage/consumer';
import type { LedgerEvent } from '../../usage/ledger-event';
import { gatewayForTests } from '../gateway';
import { addEvents, ledgerEvent } from '../ledger-events';
import { audit, NOTHING_WRONG } from './books';
import type { Answer } from './load';

/** The books that the tests of faults close would tell each kind of mistake. */

let upstream: DemoUpstream;
beforeAll(async () => {
  upstream = await gatewayForTests();
});
afterAll(() => upstream.close());

/** A call that the upstream sees under this id. @returns the event that the ledger should have of it */
async function sent(id = newId()): Promise<LedgerEvent> {
  const response = await fetch(`${upstream.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'x-request-id': id },
    body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hi' }], max_tokens: 5 }),
  });
  const { usage } = (await response.json()) as {
    usage: { prompt_tokens: number; completion_tokens: number };
  };
  return ledgerEvent({ id, tokensIn: usage.prompt_tokens, tokensOut: usage.completion_tokens });
}

const answered = (id: string, status: number): Answer => ({
  id,
  status,
  whole: true,
  source: 'redis',
  code: null,
  headers: null,
  startedAtMs: 0,
  tookMs: 1,
});

it('a call missing, doubled, charged otherwise, never sent, flagged without need or refused is told', async () => {
  const [good, missing, doubled, dearer, flagged] = await Promise.all(
    Array.from({ length: 5 }, () => sent()),
  );
  if (!good || !missing || !doubled || !dearer || !flagged) throw new Error('five were sent');
  const [unsent, refused] = [ledgerEvent(), ledgerEvent({ outcome: 'unknown' })];
  const consumer = startConsumer();
  await addEvents([
    good,
    doubled,
    { ...doubled, admittedAtMs: doubled.admittedAtMs + 1 },
    { ...dearer, tokensOut: dearer.tokensOut + 1 },
    { ...flagged, estimated: true },
    unsent,
    refused,
  ]);
  await consumer.drained();
  await consumer.stop();
  const books = await audit({ upstream }, [
    ...[good, missing, doubled, dearer, flagged].map(({ id }) => answered(id, 200)),
    answered(refused.id, 503),
  ]);
  const told = Object.keys(NOTHING_WRONG).map((name) => [name, books[name as keyof typeof NOTHING_WRONG]]);
  const about = ({ id }: LedgerEvent) => [expect.stringContaining(id)];
  expect(Object.fromEntries(told)).toEqual({
    missing: about(missing),
    duplicates: about(doubled),
    surplus: about(unsent),
    wrong: about(dearer),
    wholeFlagged: about(flagged),
    refusedCharged: about(refused),
  });
  expect([books.upstream, books.ledger]).toEqual([5, 7]);
});
