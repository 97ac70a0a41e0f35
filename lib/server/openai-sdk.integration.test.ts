import OpenAI, { APIUserAbortError } from 'openai';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { db } from '../db/client';
import type { SeenRequest } from '../demo/upstream/request-log';
import type { LimitView } from '../plans/schema';
import { type Gateway, openGateway } from '../testing/customer';
import { makeKey } from '../testing/gateway';
import { makeUser, makeWorkspace } from '../testing/tenants';

const CALLS = 2000;
const SIDE_BY_SIDE = 16;

let lane: Gateway;
let baseURL: string;

beforeAll(async () => {
  lane = await openGateway();
  baseURL = `${lane.url}/v1`;
});
afterAll(() => lane.close());

const messages = [{ role: 'user' as const, content: 'Say something short about limits.' }];

/** One call as clients make them. @returns whether we went away in the middle. */
async function call(client: OpenAI, index: number): Promise<boolean> {
  const request = { model: 'gpt-4o-mini', messages, max_tokens: 1 + (index % 40) };
  if (index % 4 !== 0) {
    const answer = await client.chat.completions.create(request);
    expect(answer.usage?.completion_tokens).toBeLessThanOrEqual(request.max_tokens);
    return false;
  }
  const leaves = index % 16 === 0;
  const model = leaves ? 'demo-paced' : request.model;
  const stream = await client.chat.completions.create({ ...request, model, max_tokens: 40, stream: true });
  let chunks = 0;
  try {
    for await (const _chunk of stream) if (leaves && ++chunks === 1 + (index % 5)) stream.controller.abort();
  } catch (error) {
    if (!(error instanceof APIUserAbortError)) throw error;
  }
  return leaves;
}

it('2,000 calls by the OpenAI SDK: admitted = in the ledger = seen upstream, token by token', async () => {
  const owner = await makeUser();
  const workspace = await makeWorkspace(owner, 'headroom', 'business');
  const { key, id } = await makeKey(workspace, owner.id, { budgetMicros: 100_000_000 });
  // A busy machine's store may not answer in time: such a call was not sent, and is made again.
  const client = new OpenAI({ apiKey: key, baseURL, maxRetries: 10 });
  let [next, left] = [0, 0];
  const worker = async () => {
    while (next < CALLS) if (await call(client, next++)) left++;
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));

  // A client that left is noticed by its connection: wait until nothing is held any more.
  const quota = async () => {
    const response = await fetch(`${baseURL}/quota`, { headers: { authorization: `Bearer ${key}` } });
    return ((await response.json()) as { data: LimitView[] }).data;
  };
  const held = (limits: LimitView[]) => limits.find((l) => l.metric === 'cost')?.reserved ?? 0;
  let limits = await quota();
  for (let i = 0; i < 100 && held(limits) > 0; i++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    limits = await quota();
  }
  await lane.consumer.drained();

  const all = await db().usageEvent.findMany({ where: { keyId: id } });
  const events = all.filter(({ outcome }) => outcome !== 'void');
  const { data } = (await (await fetch(`${lane.upstream.url}/demo/requests`)).json()) as {
    data: SeenRequest[];
  };
  const seen = new Map(data.map((request) => [request.id, request]));
  const wrong = events.filter((event) => {
    const request = seen.get(event.id);
    if (!request) return true;
    // Who left is charged what had reached us, flagged; everyone else exactly what the upstream says.
    if (event.outcome === 'client_closed') {
      return !event.estimated || Number(event.tokensOut) > request.completion_tokens;
    }
    const exact =
      Number(event.tokensIn) === request.prompt_tokens &&
      Number(event.tokensOut) === request.completion_tokens;
    return event.outcome !== 'ok' || event.estimated || !exact;
  });
  const closed = events.filter((event) => event.outcome === 'client_closed').length;
  console.log(
    `SDK run: ${CALLS} calls, ${events.length} events, ${seen.size} seen upstream, ${closed} left early of ${left}, wrong ${wrong.length}`,
  );
  expect(wrong).toEqual([]);
  expect([events.length, seen.size, closed]).toEqual([CALLS, CALLS, left]);

  const sum = (of: (event: (typeof events)[number]) => bigint) =>
    Number(events.reduce((n, e) => n + of(e), 0n));
  const month = limits.find((l) => l.window.startsWith('month'));
  expect(month?.used).toBe(CALLS);
  expect(limits.find((l) => l.metric === 'cost')?.used).toBe(sum((event) => event.costMicros));
  const [rollup] = await db().$queryRaw<{ requests: bigint; cost: bigint; tokens: bigint }[]>`
    SELECT sum(requests)::bigint AS requests, sum(cost_micros)::bigint AS cost,
      sum(tokens_in + tokens_out)::bigint AS tokens
    FROM rollups_quarter WHERE key_id = ${id}`;
  expect(rollup).toEqual({
    requests: BigInt(CALLS),
    cost: BigInt(sum((event) => event.costMicros)),
    tokens: BigInt(sum((event) => event.tokensIn + event.tokensOut)),
  });
}, 240_000);
