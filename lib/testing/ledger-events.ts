import { newId } from '../ids';
import { shardOf, streamKey } from '../redis/keys';
import { store } from '../redis/store';
import type { LedgerEvent } from '../usage/ledger-event';

/** A plain settled call; whatever a test cares about is given. */
export const ledgerEvent = (given: Partial<LedgerEvent> = {}): LedgerEvent => ({
  id: newId(),
  admittedAtMs: Date.UTC(2026, 4, 5, 10, 7, 30, 123),
  settledAtMs: Date.UTC(2026, 4, 5, 10, 7, 31, 456),
  workspaceId: '0198a000-0000-7000-8000-000000000001',
  keyId: '0198a000-0000-7000-8000-00000000000a',
  userId: '0198a000-0000-7000-8000-0000000000ff',
  resource: 'chat',
  model: 'demo-small',
  outcome: 'ok',
  status: 200,
  streamed: false,
  requests: 1,
  tokensIn: 100,
  tokensOut: 20,
  tokensMetered: 120,
  costMicros: 35,
  messages: 0,
  descriptions: 0,
  units: 0,
  unbilledMicros: 0,
  estimated: false,
  priceVersion: 1,
  durationMs: 812,
  firstByteMs: null,
  rank: 2,
  ...given,
});

/** The stream entry that the settle script writes for an event. */
export function streamFields(event: LedgerEvent): string[] {
  const {
    id,
    admittedAtMs,
    settledAtMs,
    rank,
    requests,
    tokensMetered,
    costMicros,
    messages,
    descriptions,
    unbilledMicros,
    ...facts
  } = event;
  const fields = {
    id,
    admitted: admittedAtMs,
    settled: settledAtMs,
    rank,
    requests,
    tokens: tokensMetered,
    cost: costMicros,
    ...(messages + descriptions > 0 && { messages, descriptions }),
    unbilled: unbilledMicros,
    event: JSON.stringify(facts),
  };
  return Object.entries(fields).flatMap(([name, value]) => [name, String(value)]);
}

/** Puts entries into a shard's stream, as they are. */
export async function addEntries(shard: number, entries: string[][]): Promise<void> {
  await store().pipeline(entries.map((fields) => ['XADD', streamKey(shard), '*', ...fields]));
}

/** Settles events: each goes to the stream of its workspace's shard. */
export async function addEvents(events: readonly LedgerEvent[]): Promise<void> {
  await Promise.all(events.map((event) => addEntries(shardOf(event.workspaceId), [streamFields(event)])));
}
