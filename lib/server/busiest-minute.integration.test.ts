import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import OpenAI, { APIError } from 'openai';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeOutsideFolder } from '../demo/services/account';
import { type RunningRedis, startRedis } from '../demo/services/redis';
import { redisBinary } from '../demo/services/redis-binary';
import type { DemoUpstream } from '../demo/upstream/server';
import type { Decision } from '../limits/decision';
import { Reference } from '../limits/reference';
import { bundleApp, Instance } from '../testing/faults/instance';
import { gatewayForTests, makeKey } from '../testing/gateway';
import { listenTo, type Order, readRecords } from '../testing/minute/record';
import { figure, scaled } from '../testing/proof';
import { makeUser, makeWorkspace } from '../testing/tenants';
import { readTrace, type TraceRequest, traceAbsent } from '../testing/trace';

/** The whole minute in the long run, its busiest seconds otherwise; limits that bite in that time. */
const SPAN_MS = scaled(8000, 60_000);
const RPM = scaled(10, 60);
const TRACES = scaled(1, 2) === 1 ? (['conv'] as const) : (['conv', 'code'] as const);

const absent = traceAbsent('conv') ?? traceAbsent('code');
if (absent) console.log(`skipped: ${absent}`);

let folder: string;
let redis: RunningRedis;
let upstream: DemoUpstream;
let bundle: Awaited<ReturnType<typeof bundleApp>>;
let instances: Instance[] = [];
let records: string[] = [];
let notes: string;
let order: Order;

beforeAll(async () => {
  if (absent) return;
  folder = makeOutsideFolder(`headroom-test-${process.pid}-minute-`);
  redis = await startRedis(folder, 'of-a-test-alone', await redisBinary());
  // Before anything else speaks to it.
  order = await listenTo(redis.url);
  upstream = await gatewayForTests();
  bundle = await bundleApp('lib/testing/minute/app.ts');
  notes = mkdtempSync(path.join(os.tmpdir(), 'headroom-minute-'));
  records = [1, 2].map((n) => path.join(notes, `${n}.jsonl`));
  instances = records.map(
    (file) =>
      new Instance({ file: bundle.file, args: [file], env: { REDIS_URL: redis.url, LOG_LEVEL: 'silent' } }),
  );
  await Promise.all(instances.map((instance) => instance.start()));
}, 120_000);
afterAll(async () => {
  if (absent) return;
  order?.close();
  await Promise.all(instances.map((instance) => instance.stop()));
  await upstream?.close();
  await redis?.stop();
  bundle?.remove();
  for (const used of [folder, notes]) if (used) rmSync(used, { recursive: true, force: true });
});

/** The span of each trace that has the most requests, one beside the other. */
function busiest(): TraceRequest[] {
  const spans = TRACES.map((name) => {
    const trace = readTrace(name);
    let [best, from] = [0, 0];
    for (let start = 0, end = 0; start < trace.length; start++) {
      const startMs = trace[start]?.atMs ?? 0;
      while ((trace[end]?.atMs ?? Number.POSITIVE_INFINITY) < startMs + SPAN_MS) end++;
      if (end - start > best) [best, from] = [end - start, start];
    }
    const startMs = trace[from]?.atMs ?? 0;
    return trace.slice(from, from + best).map((request) => ({ ...request, atMs: request.atMs - startMs }));
  });
  return spans.flat().sort((a, b) => a.atMs - b.atMs);
}

/** Keys under limits of every kind: by the minute, tokens, budgets, months, side by side. */
async function makeKeys(): Promise<string[]> {
  const owner = await makeUser();
  const workspace = await makeWorkspace(owner);
  const other = await makeWorkspace(owner, 'headroom', 'team');
  const made = [
    await makeKey(workspace, owner.id, { rpm: RPM }),
    await makeKey(workspace, owner.id, { rpm: 3 * RPM, tpm: 40_000 }),
    await makeKey(other, owner.id, { budgetMicros: 20_000 }),
    await makeKey(other, owner.id, { tpm: 60_000, budgetMicros: 90_000 }),
    await makeKey(await makeWorkspace(owner, 'ajstudioz', 'free'), owner.id),
  ];
  return made.map(({ key }) => key);
}

/** Has every counter made: what a busy database delays is no decision of the store. */
async function warm(key: string, { port }: Instance): Promise<void> {
  for (let i = 0; i < 50; i++) {
    const url = `http://127.0.0.1:${port}/v1/quota`;
    if ((await fetch(url, { headers: { authorization: `Bearer ${key}` } })).ok) return;
    await wait(200);
  }
  throw new Error('an instance does not say what is left');
}

interface Seen {
  id: string;
  status: number;
  source: string | null;
}

async function send(client: OpenAI, { tokensIn, tokensOut }: TraceRequest, slow: boolean): Promise<Seen> {
  const model = slow ? 'demo-slow' : `demo-tokens-${Math.max(1, tokensOut)}`;
  const messages = [{ role: 'user' as const, content: 'word '.repeat(Math.max(1, tokensIn - 8)) }];
  const heard = (status: number, headers: Headers): Seen => ({
    id: headers.get('x-request-id') ?? '',
    status,
    source: headers.get('x-headroom-source'),
  });
  try {
    const call = client.chat.completions.create({ model, messages, max_tokens: 1000 });
    const { response } = await call.withResponse();
    return heard(response.status, response.headers);
  } catch (error) {
    if (error instanceof APIError && error.headers) return heard(error.status ?? 0, error.headers);
    throw error;
  }
}

const told = (d: Decision) => ({
  admitted: d.admitted,
  granted: d.admitted ? d.granted : null,
  by: d.admitted ? null : d.by.id,
  retryAfterMs: d.admitted ? null : d.retryAfterMs,
  used: d.limits.map((l) => l.used + l.reserved),
  held: d.limits.map((l) => l.reserved),
});

/** What the store ran, in its order, told again by the reference. */
function replay(steps: Order['steps'], files: string[]) {
  const { decided, settling } = readRecords(files);
  const reference = new Reference();
  // Of a decision that first had counters to fill, the last run counts.
  const last = new Map(steps.flatMap(({ what, id }, i) => (what === 'decide' ? [[id, i] as const] : [])));
  const mismatches: unknown[] = [];
  let compared = 0;
  for (const [i, { what, id }] of steps.entries()) {
    const settled = settling.get(id);
    if (what === 'settle' && settled) reference.settle(id, settled.actual);
    const known = decided.get(id);
    if (what !== 'decide' || !known || last.get(id) !== i) continue;
    const { decision, claim, subjects } = known;
    const limits = decision.limits.map((state) => state.limit);
    const answer = reference.decide(id, subjects, limits, claim, decision.atMs);
    const want = {
      admitted: answer.admitted,
      granted: answer.admitted ? Number(answer.granted) : null,
      by: answer.admitted ? null : decision.limits[answer.by]?.id,
      retryAfterMs: answer.admitted || answer.retryAfterMs < 0n ? null : Number(answer.retryAfterMs),
      used: answer.totals.map(Number),
      held: answer.held.map(Number),
    };
    compared++;
    if (JSON.stringify(told(decision)) !== JSON.stringify(want))
      mismatches.push({ got: told(decision), want });
  }
  return { decided, compared, mismatches };
}

it.skipIf(absent)(
  'the busiest minute of real traffic, in real time on two instances: every decision is the reference’s',
  async () => {
    const requests = busiest();
    const keys = await makeKeys();
    const clients = keys.map((apiKey) =>
      instances.map(
        ({ port }) =>
          new OpenAI({ apiKey, baseURL: `http://127.0.0.1:${port}/v1`, maxRetries: 0, timeout: 60_000 }),
      ),
    );
    for (const key of keys) await Promise.all(instances.map((instance) => warm(key, instance)));
    const startMs = performance.now();
    let lateMs = 0;
    const seen = await Promise.all(
      requests.map(async (request, i) => {
        await wait(Math.max(0, startMs + request.atMs - performance.now()));
        lateMs = Math.max(lateMs, performance.now() - startMs - request.atMs);
        const client = clients[i % keys.length]?.[Math.floor(i / keys.length) % 2];
        if (!client) throw new Error('no client');
        return send(client, request, i % 7 === 0);
      }),
    );
    await wait(500);
    const { decided, compared, mismatches } = replay(order.steps, records);
    const fromMemory = seen.filter(({ source }) => source === 'memory');
    // What the callers heard is what was decided, by the store or, within a second of its refusal, from memory.
    const unheard = seen.filter(({ id, status, source }) => {
      if (source === 'memory') return ![429, 402].includes(status);
      const decision = decided.get(id)?.decision;
      if (!decision) return true;
      return decision.admitted ? status !== 200 : ![429, 402].includes(status);
    });
    const admitted = seen.filter(({ status }) => status === 200).length;
    figure(
      `busiest ${SPAN_MS / 1000} s of real traffic through OpenAI's SDK on two instances: ${requests.length} calls, ${admitted} admitted, ${requests.length - admitted} refused (${fromMemory.length} from memory), ${compared} decisions of the store compared, mismatches ${mismatches.length}, otherwise answered ${unheard.length}, sent at most ${Math.round(lateMs)} ms late`,
    );
    expect(mismatches.slice(0, 3)).toEqual([]);
    expect(unheard.slice(0, 3)).toEqual([]);
    expect(compared + fromMemory.length).toBe(requests.length);
    // Both happen: otherwise equality would show little.
    expect(Math.min(admitted, requests.length - admitted)).toBeGreaterThan(requests.length / 10);
  },
  scaled(90_000, 240_000),
);
