import fc from 'fast-check';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { db } from '../db/client';
import { openApiDocument } from '../docs/api/document';
import { captureLog } from '../testing/captured-log';
import { openEveryRoute } from '../testing/every-route';
import { callOf, type FuzzedCall, type FuzzedOperation, operationsOf } from '../testing/fuzz/calls';
import { type FuzzedAnswer, faultsOf } from '../testing/fuzz/judge';
import type { Schemas } from '../testing/fuzz/values';
import { gatewayForTests } from '../testing/gateway';
import { tokenOf } from '../testing/manage-call';
import { waitForTheStore } from '../testing/patient';
import { figure, scaled } from '../testing/proof';
import { makeTenant, type Tenant } from '../testing/tenant-with-key';
import { makeUser } from '../testing/tenants';

/**
 * Every operation of the OpenAPI document, called over and over with what its schemas allow and what they do not:
 * no answer may be a 5xx, none may be missing, and each refusal is a JSON error that says nothing of our own side.
 */

const ROUNDS = scaled(3, 150);
const AT_ONCE = 4;
/** An answer that takes longer is a hang, however busy the machine. */
const HANG_MS = 60_000;
const SEED = scaled(20_261_122, Date.now() % 2 ** 31);

const document = openApiDocument('http://127.0.0.1:3000');
const schemas = (document.components?.schemas ?? {}) as Schemas;
const operations = operationsOf(document);

const agent = new Agent({ connections: AT_ONCE, headersTimeout: HANG_MS, bodyTimeout: HANG_MS });
const logged = captureLog();
let upstream: Awaited<ReturnType<typeof gatewayForTests>>;
let door: Awaited<ReturnType<typeof openEveryRoute>>;

beforeAll(async () => {
  waitForTheStore();
  upstream = await gatewayForTests();
  door = await openEveryRoute();
}, 60_000);

afterAll(async () => {
  await agent.close();
  await door?.close();
  await upstream?.close();
});

/** Ids by the part of the path before them; what answers name is remembered, so that later calls reach further. */
type Ids = Map<string, string[]>;

/** Ids that no path gets: of those who call, or soon nobody could. */
const spared = new Set<string>();

async function knownIds(victim: Tenant): Promise<Ids> {
  const plan = await db().plan.findFirstOrThrow({ where: { catalogId: 'headroom' } });
  const model = await db().model.findFirstOrThrow();
  const row = await db().upstream.findFirstOrThrow();
  return new Map([
    ['workspaces', [victim.workspace.id]],
    ['keys', [victim.keyId]],
    ['members', [victim.owner.id]],
    ['users', [victim.owner.id]],
    ['catalogs', ['headroom', 'zihin']],
    ['plans', [plan.id]],
    ['models', [model.id, 'gpt-4o']],
    ['upstreams', [row.id]],
  ]);
}

/** Files are known by their ids under two paths, and uploads that are begun by their own addresses. */
const OF_FILES = /^\/(upload|v1\/files)\b/;

function keep(ids: Ids, collection: string, id: string): void {
  if (spared.has(id)) return;
  const known = ids.get(collection) ?? [];
  ids.set(collection, [...known.filter((one) => one !== id), id].slice(-8));
}

function remember(ids: Ids, { path: template }: FuzzedOperation, { headers, text }: FuzzedAnswer): void {
  const collection = template.split('/').findLast((part) => !part.startsWith('{')) ?? '';
  const collections = OF_FILES.test(template) ? ['upload', 'files'] : [collection];
  for (const [, id = ''] of text.matchAll(/"id":"([\w-]{8,64})"/g)) {
    for (const one of collections) keep(ids, one, id);
  }
  const begun = /\/upload\/([^/"]+)"/.exec(text)?.[1];
  if (begun) keep(ids, 'token', begun);
  const resumable = /\/upload\/resumable\/(.+)$/.exec(String(headers.location))?.[1];
  if (resumable) keep(ids, 'resumable', resumable);
}

/** The address of a call, each `{name}` filled in. */
function addressOf(call: FuzzedCall, ids: Ids, turn: number): string {
  const filled = call.path.replace(/([\w-]+)\/\{(\w+)\}/g, (_, before: string, name: string) => {
    const known = ids.get(name === 'token' ? name : before) ?? [];
    const id = call.segments[name] ?? known[turn % Math.max(1, known.length)] ?? 'none';
    return `${before}/${id}`;
  });
  return `http://127.0.0.1:${door.port}${filled}${call.query && `?${call.query}`}`;
}

interface Callers {
  key: Record<'good' | 'other', string>;
  management: Record<'good' | 'other', string>;
}

function credentialOf({ operation, caller }: FuzzedCall, callers: Callers): Record<string, string> {
  if (caller === 'nobody') return {};
  if (caller === 'bad') return { authorization: 'Bearer hr_live_nobody' };
  const secret = callers[operation.audience === 'key' ? 'key' : 'management'][caller];
  return { authorization: `Bearer ${secret}` };
}

async function send(call: FuzzedCall, callers: Callers, ids: Ids, turn: number): Promise<FuzzedAnswer> {
  const { statusCode, headers, body } = await request(addressOf(call, ids, turn), {
    dispatcher: agent,
    method: call.method as 'GET',
    headers: { ...call.headers, ...credentialOf(call, callers) },
    body: call.body,
  });
  const answer = { status: statusCode, headers, text: await body.text() };
  if (statusCode < 300) remember(ids, call.operation, answer);
  return answer;
}

const known = {
  model: ['demo-chat', 'demo-tokens-1', 'gpt-4o', 'text-embedding-3-small', 'dall-e-3', 'tts-1', 'whisper-1'],
  catalog: ['headroom', 'zihin'],
  plan: ['free', 'team'],
  tz: ['UTC', 'Asia/Kolkata'],
  filename: ['a.png', 'notes.txt'],
  kind: ['image', 'document'],
  window: ['rolling 60000', 'month UTC 1', 'concurrent'],
  resource: ['chat', 'images', ''],
  response_format: ['json', 'url', 'mp3'],
  size: ['1024x1024', 'auto'],
};

/** Calls every operation as often as asked. @returns what was wrong, and how often each status came */
async function fuzz(part: readonly FuzzedOperation[], callers: Callers, ids: Ids, secrets: string[]) {
  const calls = part.flatMap((operation, i) =>
    fc
      .sample(callOf(operation, schemas, known), { numRuns: ROUNDS, seed: SEED + i })
      .map((call) => ({ call })),
  );
  // Round by round, so that what one operation makes another one finds.
  const inTurn = calls.map((entry, i) => ({ ...entry, round: i % ROUNDS })).sort((a, b) => a.round - b.round);
  const faults: string[] = [];
  const statuses = new Map<number, number>();
  let next = 0;
  const worker = async () => {
    for (let turn = next++; turn < inTurn.length; turn = next++) {
      const { call } = inTurn[turn] as (typeof inTurn)[number];
      const about = `${call.method} ${call.path} (seed ${SEED}, call ${turn})`;
      const sent = () =>
        `${addressOf(call, ids, turn).slice(0, 300)} ${JSON.stringify(call.headers)} ${call.body?.toString().slice(0, 600)}`;
      try {
        const answer = await send(call, callers, ids, turn);
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        const found = faultsOf(call, answer, secrets);
        if (found.length > 0)
          faults.push(`${about}: ${found.join(', ')}\n${sent()}\n${answer.text.slice(0, 300)}`);
      } catch (error) {
        faults.push(`${about}: no answer, ${String(error)}\n${sent()}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const told = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status} × ${count}`);
  return { calls: inTurn.length, faults, told: told.join(', ') };
}

it(
  'no operation of the API fails, hangs or tells of our own side, whatever is sent',
  async () => {
    const [caller, other, victim] = await Promise.all([
      makeTenant({ catalog: 'headroom', plan: 'enterprise', budgetMicros: 1_000_000_000 }),
      makeTenant({ catalog: 'aionvision', plan: 'enterprise' }),
      makeTenant({ catalog: 'headroom', plan: 'team' }),
    ]);
    const admin = await makeUser({ platformAdmin: true });
    const callers: Callers = {
      key: { good: caller.key, other: other.key },
      management: { good: await tokenOf(admin), other: victim.token },
    };
    for (const { id } of await db().managementToken.findMany()) spared.add(id);
    spared.add(admin.id);
    const { AUTH_SECRET = '', KEY_PEPPER = '' } = process.env;
    const { redisUrl, postgresUrl } = inject('servers');
    const secrets = [caller.key, victim.token, AUTH_SECRET, KEY_PEPPER, redisUrl, postgresUrl].filter(
      Boolean,
    );
    const ids = await knownIds(victim);
    // Calls to models first: admins move upstreams, after which a 502 would be right.
    const [product, management] = [true, false].map((isKey) =>
      operations.filter(({ audience }) => (audience === 'key') === isKey),
    ) as [FuzzedOperation[], FuzzedOperation[]];
    const allFaults: string[] = [];
    for (const part of [product, management]) {
      const { calls, faults, told } = await fuzz(part, callers, ids, secrets);
      figure(`Fuzz of ${part.length} operations: ${calls} calls, faults ${faults.length}; ${told}`);
      allFaults.push(...faults);
    }
    expect(allFaults).toEqual([]);
    const health = await request(`http://127.0.0.1:${door.port}/api/health`, { dispatcher: agent });
    expect(health.statusCode).toBe(200);
    await health.body.dump();
    for (const secret of secrets) expect(logged()).not.toContain(secret);
  },
  scaled(300_000, 4 * 3_600_000),
);
