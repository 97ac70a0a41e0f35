import { afterAll, beforeAll, expect, it } from 'vitest';
import { db } from '../db/client';
import { plainPng } from '../demo/upstream/png';
import { newId } from '../ids';
import { type Customer, customerAt, eventsOf, openGateway, quotaOf } from '../testing/customer';
import { ledgerEvent } from '../testing/ledger-events';
import { sessionHeaders } from '../testing/session';
import { makeUser, makeWorkspace } from '../testing/tenants';
import { fileStorage } from '../uploads/storage/storage';
import { ingest } from '../usage/ingest';

let gateway: Awaited<ReturnType<typeof openGateway>>;
beforeAll(async () => {
  gateway = await openGateway();
});
afterAll(() => gateway.close());

const PNG = plainPng(48, [200, 30, 30]);

/** A file as an upload leaves it. */
async function fileOf(
  { workspaceId }: { workspaceId: string },
  bytes: Buffer = PNG,
  row: { contentType?: string; kind?: string; bytes?: bigint; state?: 'pending' } = {},
): Promise<string> {
  const id = newId();
  await (await fileStorage()).write(
    id,
    (async function* () {
      yield bytes;
    })(),
  );
  const { userId } = await db().member.findFirstOrThrow({ where: { workspaceId } });
  const about = {
    name: 'a.png',
    kind: 'image',
    contentType: 'image/png',
    via: 'stream',
    reservationId: newId(),
  };
  await db().storedFile.create({
    data: { id, workspaceId, userId, bytes: BigInt(bytes.length), ...about, ...row },
  });
  return id;
}

/** An AIOnVision key whose workspace has so many descriptions a month. */
async function customer(descriptions: number, row: Parameters<typeof customerAt>[3] = {}): Promise<Customer> {
  const made = await customerAt(gateway.url, 'aionvision', 'starter', row);
  const limit = {
    metric: 'descriptions',
    scope: 'workspace',
    window: 'month UTC 1',
    capacity: BigInt(descriptions),
  };
  await db().limitOverride.create({ data: { id: newId(), workspaceId: made.workspaceId, ...limit } });
  return made;
}

function describe({ key, baseUrl }: Customer, body: object): Promise<Response> {
  return fetch(`${baseUrl}/v1/descriptions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

const left = async (of: Customer) =>
  (await quotaOf(of)).find(({ metric }) => metric === 'descriptions')?.remaining;

it('a picture is shown to the model, its description kept with the file and counted with tokens and cost', async () => {
  const caller = await customer(2);
  const id = await fileOf(caller);
  const answer = await describe(caller, { file_id: id });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('x-ratelimit-limit')).toBe('30');
  const { data } = (await answer.json()) as { data: Record<string, string> };
  expect(data).toMatchObject({ file_id: id, described_by: 'gpt-4o-mini' });
  expect(data.description).toContain('a PNG of 48 × 48 pixels');
  const row = await db().storedFile.findUniqueOrThrow({ where: { id } });
  expect(row).toMatchObject({ description: data.description, describedBy: 'gpt-4o-mini' });
  expect(row.describedAt?.toISOString()).toBe(data.described_at);
  expect(await left(caller)).toBe(1);
  const [event] = await eventsOf(caller);
  expect(event).toMatchObject({
    resource: 'chat',
    model: 'gpt-4o-mini',
    outcome: 'ok',
    requests: 1n,
    descriptions: 1n,
  });
  expect(event?.tokensIn).toBeGreaterThan(765n);
  expect(event?.costMicros).toBeGreaterThan(0n);
});

it('the last description of the month is given, the next one refused until the month ends', async () => {
  const caller = await customer(1);
  const id = await fileOf(caller);
  expect((await describe(caller, { file_id: id, prompt: 'Which colour?', model: 'gpt-4o' })).status).toBe(
    200,
  );
  const refused = await describe(caller, { file_id: id });
  expect(refused.status).toBe(429);
  expect(refused.headers.get('x-should-retry')).toBe('false');
  expect(await refused.json()).toMatchObject({ error: { code: 'quota_exceeded' } });
});

it.each([
  ['free', 15],
  ['starter', 300],
  ['professional', 2_500],
  ['enterprise', 10_000],
])('%s: a session has %i descriptions a month, and not one more', async (plan, descriptions) => {
  const owner = await makeUser();
  const { id: workspaceId } = await makeWorkspace(owner, 'aionvision', plan);
  const nowMs = Date.now();
  const before = { admittedAtMs: nowMs, settledAtMs: nowMs, descriptions: descriptions - 1 };
  // Nobody kept this counter: it is made from the ledger.
  await ingest([ledgerEvent({ workspaceId, keyId: null, userId: owner.id, ...before })]);
  const session = await sessionHeaders(owner.id, gateway.url);
  const body = JSON.stringify({ file_id: await fileOf({ workspaceId }) });
  const ask = () =>
    fetch(`${gateway.url}/v1/descriptions`, { method: 'POST', headers: { ...session }, body });
  expect((await ask()).status).toBe(200);
  const refused = await ask();
  expect(refused.status).toBe(429);
  expect(await refused.json()).toMatchObject({ error: { code: 'quota_exceeded' } });
});

it('a description that the model could not give is not counted, nor kept', async () => {
  const caller = await customer(1);
  const id = await fileOf(caller);
  expect((await describe(caller, { file_id: id, model: 'demo-error-500' })).status).toBe(502);
  expect(await left(caller)).toBe(1);
  const [event] = await eventsOf(caller);
  expect(event).toMatchObject({ outcome: 'upstream_error', descriptions: 0n, requests: 1n, costMicros: 0n });
  expect((await db().storedFile.findUniqueOrThrow({ where: { id } })).description).toBeNull();
});

it('a file whose bytes are gone costs nothing, not even the request', async () => {
  const caller = await customer(1);
  const id = await fileOf(caller);
  await (await fileStorage()).remove(id);
  expect((await describe(caller, { file_id: id })).status).toBe(404);
  expect(await left(caller)).toBe(1);
  const [event] = await eventsOf(caller);
  expect(event).toMatchObject({ outcome: 'void', requests: 0n, descriptions: 0n, costMicros: 0n });
});

it('what no model could be shown is refused before anything is counted', async () => {
  const caller = await customer(1);
  const stranger = await customer(1);
  const refusals: [object, number, string][] = [
    [{ file_id: await fileOf(stranger) }, 404, 'not_found'],
    [{ file_id: newId() }, 404, 'not_found'],
    [{ file_id: 'nonsense' }, 400, 'invalid_request'],
    [{ file_id: newId(), colour: 'red' }, 400, 'unknown_field'],
    [{}, 400, 'invalid_request'],
    [{ file_id: await fileOf(caller, PNG, { state: 'pending' }) }, 409, 'conflict'],
    [
      { file_id: await fileOf(caller, PNG, { kind: 'document', contentType: 'application/pdf' }) },
      400,
      'invalid_request',
    ],
    [{ file_id: await fileOf(caller, PNG, { contentType: 'image/tiff' }) }, 400, 'invalid_request'],
    [{ file_id: await fileOf(caller, PNG, { bytes: 20n * 2n ** 20n + 1n }) }, 413, 'file_too_large'],
    [{ file_id: await fileOf(caller), model: 'text-embedding-3-small' }, 404, 'model_not_found'],
  ];
  for (const [body, status, code] of refusals) {
    const refused = await describe(caller, body);
    expect([body, refused.status]).toEqual([body, status]);
    expect(await refused.json()).toMatchObject({ error: { code } });
  }
  expect(await left(caller)).toBe(1);
  expect(await eventsOf(caller)).toEqual([]);
});

it.each([['chat'], ['files']])('a key for %s alone describes nothing: it takes both', async (scope) => {
  const caller = await customer(1, { scopes: [scope] });
  const refused = await describe(caller, { file_id: await fileOf(caller) });
  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({ error: { code: 'scope_missing' } });
});
