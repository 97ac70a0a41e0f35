import fc from 'fast-check';
import { expect, test } from 'vitest';
import { db } from '../db/client';
import { newId } from '../ids';
import { ledgerEvent } from '../testing/ledger-events';
import { flushDecisions, keepDecision } from './decisions';
import { countDenial, flushDenials } from './denials';
import { getRequest } from './get-request';
import { ingest } from './ingest';
import { type KeptLimit, type RequestRow, type RequestsQuery, requestsQuery } from './request-schema';
import { listRequests } from './requests';

/** Around a month's end, so that a page spans two partitions. */
const NEAR_MS = Date.UTC(2026, 9, 1);
const keyIds = [newId(), newId(), null];
const userIds = [newId(), newId()];

/** Coarse, so that many stand at the same millisecond. */
const moment = fc.integer({ min: -90, max: 90 }).map((step) => NEAR_MS + step * 60_007);
const common = {
  atMs: moment,
  keyId: fc.constantFrom(...keyIds),
  userId: fc.constantFrom(...userIds),
  model: fc.constantFrom('small', 'large'),
  resource: fc.constantFrom('chat', 'images'),
};
const call = fc.record({
  ...common,
  outcome: fc.constantFrom(
    'ok' as const,
    'upstream_error' as const,
    'void' as const,
    'client_closed' as const,
  ),
  requests: fc.integer({ min: 0, max: 1 }),
  reaped: fc.boolean(),
});
const refusal = fc.record({ ...common, limit: fc.constantFrom('key:requests', 'workspace:cost') });

async function pages(workspaceId: string, query: Partial<RequestsQuery>): Promise<RequestRow[]> {
  const rows: RequestRow[] = [];
  let cursor: string | undefined;
  do {
    const page = await listRequests(workspaceId, requestsQuery.parse({ ...query, cursor }));
    expect(page.data.length).toBeLessThanOrEqual(query.limit ?? 50);
    rows.push(...page.data);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  return rows;
}

test('page by page, any filter lists exactly its calls and refusals, newest first, each once', async () => {
  const pick = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });
  const filter = fc.record({
    key: pick(keyIds.map((id) => id ?? 'session')),
    member: pick(userIds),
    model: pick(['small', 'large']),
    resource: pick(['chat', 'images']),
    outcome: pick(['ok', 'void', 'unknown', 'failed', 'refused'] as const),
    refused_by: fc.option(fc.constantFrom('key:requests', 'workspace:cost'), { nil: undefined, freq: 5 }),
    from: fc.option(moment, { nil: undefined }),
    to: fc.option(moment, { nil: undefined }),
    limit: fc.integer({ min: 1, max: 9 }),
  });
  const scenario = fc.record({
    calls: fc.array(call, { maxLength: 40 }),
    refusals: fc.array(refusal, { maxLength: 12 }),
    filters: fc.array(filter, { minLength: 4, maxLength: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(scenario, async ({ calls, refusals, filters }) => {
      const workspaceId = newId();
      const events = calls.map(({ reaped, atMs, ...given }) =>
        ledgerEvent({ ...given, workspaceId, admittedAtMs: atMs, settledAtMs: atMs + 900 }),
      );
      // First the reaper's word for some, then what really came of half of those.
      const unknown = events.filter((_, i) => calls[i]?.reaped);
      await ingest(unknown.map((event) => ({ ...event, rank: 1, outcome: 'unknown' as const, requests: 1 })));
      await ingest(events.filter((event, i) => !unknown.includes(event) || i % 2 === 0));
      const denied = refusals.map(({ keyId, limit, ...given }) => ({ ...given, id: newId(), keyId, limit }));
      for (const { id, keyId, ...given } of denied) {
        const receipt = { id, limitId: given.limit, details: () => ({}), limits: () => [] };
        countDenial({
          ...given,
          workspaceId,
          keyId: keyId ?? 'session',
          code: 'rate_limit_exceeded',
          receipt,
        });
      }
      await flushDenials();
      const facts = [
        ...events.map((event, i) => ({
          ...event,
          atMs: event.admittedAtMs,
          outcome: unknown.includes(event) && i % 2 !== 0 ? 'unknown' : event.outcome,
          limit: undefined,
        })),
        ...denied.map((denial) => ({ ...denial, outcome: 'refused' })),
      ].sort((a, b) => b.atMs - a.atMs || (a.id < b.id ? 1 : -1));
      for (const { from, to, ...given } of filters) {
        const wanted = facts.filter(
          (fact) =>
            (given.key === undefined || given.key === (fact.keyId ?? 'session')) &&
            (given.member === undefined || given.member === fact.userId) &&
            (given.model === undefined || given.model === fact.model) &&
            (given.resource === undefined || given.resource === fact.resource) &&
            (given.refused_by === undefined || given.refused_by === fact.limit) &&
            (given.outcome === undefined ||
              (given.outcome === 'failed'
                ? !['ok', 'refused'].includes(fact.outcome)
                : given.outcome === fact.outcome)) &&
            (from === undefined || fact.atMs >= from) &&
            (to === undefined || fact.atMs < to),
        );
        const listed = await pages(workspaceId, {
          ...given,
          ...(from !== undefined && { from: new Date(from).toISOString() }),
          ...(to !== undefined && { to: new Date(to).toISOString() }),
        });
        expect(listed.map((row) => [row.id, row.outcome])).toEqual(wanted.map((f) => [f.id, f.outcome]));
      }
    }),
    { numRuns: 25 },
  );
}, 120_000);

const limit: KeptLimit = {
  id: 'key:requests/*/rolling 60000',
  metric: 'requests',
  resource: null,
  scope: 'key',
  window: 'rolling 60000',
  limit: 10,
  used: 3,
  reserved: 1,
  remaining: 6,
  reset_at: '2026-05-05T10:08:30.123Z',
  set_by: 'plan',
  held: 1,
};

test('an admitted request tells its cost, its time and every limit as the decision left it', async () => {
  const workspaceId = newId();
  const counts = { unbilledMicros: 7, units: 3, messages: 1 };
  const event = ledgerEvent({ workspaceId, streamed: true, firstByteMs: 120, ...counts });
  await ingest([event]);
  keepDecision({
    id: event.id,
    atMs: event.admittedAtMs,
    workspaceId,
    keyId: event.keyId ?? '',
    limits: () => [limit],
  });
  const view = await getRequest(workspaceId, event.id);
  expect(view).toMatchObject({
    id: event.id,
    at: '2026-05-05T10:07:30.123Z',
    settled_at: '2026-05-05T10:07:31.456Z',
    outcome: 'ok',
    cost_micros: 35,
    unbilled_micros: 7,
    tokens_metered: 120,
    units: 3,
    messages: 1,
    descriptions: 0,
    duration_ms: 812,
    first_byte_ms: 120,
    limits: [limit],
  });
});

test('a refused request tells which limit refused, when waiting cures it, and where every limit stood', async () => {
  const workspaceId = newId();
  const id = newId();
  const clears_at = '2026-05-05T10:08:30.123Z';
  countDenial({
    workspaceId,
    keyId: newId(),
    userId: newId(),
    resource: 'chat',
    model: 'small',
    limit: limit.id,
    code: 'rate_limit_exceeded',
    atMs: NEAR_MS,
    receipt: { id, limitId: limit.id, details: () => ({ clears_at }), limits: () => [limit] },
  });
  expect(await getRequest(workspaceId, id)).toMatchObject({
    outcome: 'refused',
    refused_by: limit.id,
    code: 'rate_limit_exceeded',
    model: 'small',
    clears_at,
    limits: [limit],
  });
});

test('a request of another workspace is not found, nor is one that never was', async () => {
  const event = ledgerEvent({ workspaceId: newId() });
  await ingest([event]);
  for (const id of [event.id, newId(), 'nonsense']) {
    await expect(getRequest(newId(), id)).rejects.toMatchObject({ code: 'not_found' });
  }
});

test('a cursor that no page gave is refused', async () => {
  for (const cursor of ['x', '1_x', `99999999999999999_${newId()}`]) {
    await expect(listRequests(newId(), requestsQuery.parse({ cursor }))).rejects.toMatchObject({
      code: 'invalid_request',
    });
  }
});

test('of each key the last 200 decisions are kept', async () => {
  const [workspaceId, keyId] = [newId(), newId()];
  for (let batch = 0; batch < 3; batch++) {
    for (let i = 0; i < 100; i++) {
      keepDecision({ id: newId(), atMs: NEAR_MS + batch * 100 + i, workspaceId, keyId, limits: () => [] });
    }
    await flushDecisions();
  }
  const kept = await db().decisionReceipt.findMany({ where: { workspaceId }, orderBy: { at: 'asc' } });
  expect(kept).toHaveLength(200);
  expect(kept[0]?.at.getTime()).toBe(NEAR_MS + 100);
});
