import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { POST } from '../../app/api/v1/chat/completions/route';
import { GET as getModel } from '../../app/api/v1/models/[...model]/route';
import { GET as getModels } from '../../app/api/v1/models/route';
import { db } from '../db/client';
import { type DemoUpstream, startUpstream } from '../demo/upstream/server';
import { closeUpstreams } from '../gateway/upstream';
import { newId } from '../ids';
import { gatewayForTests, makeKey } from '../testing/gateway';
import { makeUser, makeWorkspace, type TestUser } from '../testing/tenants';
import { createModel } from './create-model';
import { createUpstream } from './create-upstream';
import { deleteModel } from './delete-model';
import { deleteUpstream } from './delete-upstream';
import { getManagedModel, listManagedModels } from './models';
import { updateModel } from './update-model';
import { updateUpstream } from './update-upstream';
import { listUpstreams } from './upstreams';

let seeded: DemoUpstream;
let other: DemoUpstream;
let admin: TestUser;
let key: string;
let upstreamId: string;

beforeAll(async () => {
  seeded = await gatewayForTests();
  other = await startUpstream();
  admin = await makeUser({ platformAdmin: true });
  const owner = await makeUser();
  ({ key } = await makeKey(await makeWorkspace(owner, 'headroom', 'business'), owner.id));
  const [first] = await listUpstreams(admin.actor);
  upstreamId = first?.id ?? '';
});
afterAll(async () => {
  await closeUpstreams();
  await seeded.close();
  await other.close();
});

const ask = async (model: string, body: object = {}) => {
  const response = await POST(
    new Request('http://127.0.0.1/v1/chat/completions', {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: JSON.stringify({ model, messages: [{ role: 'user', content: 'hi' }], max_tokens: 5, ...body }),
    }),
  );
  return { status: response.status, body: await response.json() };
};
const listed = async (): Promise<string[]> => {
  const request = new Request('http://127.0.0.1/v1/models', { headers: { 'x-api-key': key } });
  const { data } = (await (await getModels(request)).json()) as { data: { id: string }[] };
  return data.map((model) => model.id);
};
const newModel = (fields: object = {}) =>
  createModel(admin.actor, {
    catalog: 'headroom',
    name: `m-${newId()}`,
    resource: 'chat',
    upstream_id: upstreamId,
    input_price: 100,
    output_price: 200,
    context_tokens: 1_000,
    max_output_tokens: 100,
    ...fields,
  });
const invalid = (field: string, message: string) =>
  expect.objectContaining({
    code: 'invalid_request',
    details: expect.objectContaining({ field }),
    message: expect.stringContaining(message),
  });

describe('in force on the very next request', () => {
  it('a new model', async () => {
    const name = `new-${newId()}`;
    expect(await ask(name)).toMatchObject({ status: 404, body: { error: { code: 'model_not_found' } } });
    await newModel({ name });
    expect(await ask(name)).toMatchObject({ status: 200, body: { model: name } });
    expect(await listed()).toContain(name);
  });

  it('a model that is disabled, unlisted, renamed, deleted', async () => {
    const { id, name } = await newModel();
    expect((await ask(name)).status).toBe(200);
    await updateModel(admin.actor, id, { enabled: false });
    expect((await ask(name)).status).toBe(404);
    await updateModel(admin.actor, id, { enabled: true, listed: false });
    expect((await ask(name)).status).toBe(200);
    expect(await listed()).not.toContain(name);
    await updateModel(admin.actor, id, { name: `${name}-2`, listed: true });
    expect((await ask(name)).status).toBe(404);
    expect((await ask(`${name}-2`)).status).toBe(200);
    await deleteModel(admin.actor, id);
    expect((await ask(`${name}-2`)).status).toBe(404);
    const gone = new Request('http://127.0.0.1/v1/models/x', { headers: { 'x-api-key': key } });
    const params = Promise.resolve({ model: [`${name}-2`] });
    expect((await getModel(gone, { params })).status).toBe(404);
  });

  it('a higher limit on what it reads', async () => {
    const { id, name } = await newModel({ context_tokens: 5 });
    const long = { messages: [{ role: 'user', content: 'a long prompt that has more than five tokens' }] };
    expect(await ask(name, long)).toMatchObject({ status: 400, body: { error: { param: 'messages' } } });
    await updateModel(admin.actor, id, { context_tokens: 500 });
    expect((await ask(name, long)).status).toBe(200);
  });

  it('another upstream, its address and its switch', async () => {
    const { id: otherId } = await createUpstream(admin.actor, {
      name: 'Other',
      base_url: `${other.url}/v1`,
      api_key: 'sk-other-provider',
    });
    const { id, name } = await newModel();
    await ask(name);
    const seen = async (upstream: DemoUpstream) => {
      const { data } = (await (await fetch(`${upstream.url}/demo/requests`)).json()) as {
        data: { model: string }[];
      };
      return data.filter((request) => request.model === name).length;
    };
    expect([await seen(seeded), await seen(other)]).toEqual([1, 0]);
    await updateModel(admin.actor, id, { upstream_id: otherId });
    await ask(name);
    expect([await seen(seeded), await seen(other)]).toEqual([1, 1]);
    await updateUpstream(admin.actor, otherId, { enabled: false });
    expect((await ask(name)).status).toBe(404);
    await updateUpstream(admin.actor, otherId, {
      enabled: true,
      base_url: `${seeded.url}/v1`,
      api_key: null,
    });
    expect((await ask(name)).status).toBe(200);
    expect([await seen(seeded), await seen(other)]).toEqual([2, 1]);
    await deleteModel(admin.actor, id);
    await deleteUpstream(admin.actor, otherId);
  });
});

describe('prices', () => {
  it('a changed price or meter raises the price version, anything else does not', async () => {
    const { id, price_version } = await newModel();
    expect(price_version).toBe(1);
    const version = async (body: object) => (await updateModel(admin.actor, id, body)).price_version;
    expect(await version({ weight: 3, input_price: 100 })).toBe(1);
    expect(await version({ input_price: 101 })).toBe(2);
    expect(await version({ output_price: 7, input_price: 101 })).toBe(3);
    expect(await version({ resource: 'images', meter: 'images' })).toBe(4);
    expect(await version({ meter: 'tokens' })).toBe(5);
  });

  it('a new resource takes its usual meter', async () => {
    const { id } = await newModel();
    expect(await updateModel(admin.actor, id, { resource: 'speech' })).toMatchObject({ meter: 'characters' });
    expect(await newModel({ resource: 'transcriptions' })).toMatchObject({ meter: 'seconds' });
  });

  it.each([
    ['nothing costs anything', { input_price: 0, output_price: 0 }, 'output_price', 'above 0'],
    ['images cost nothing', { resource: 'images', output_price: 0 }, 'output_price', 'output_price must be'],
    [
      'embeddings cost nothing',
      { resource: 'embeddings', input_price: 0 },
      'input_price',
      'input_price must be',
    ],
    ['characters cost nothing', { resource: 'speech', input_price: 0 }, 'input_price', 'input_price must be'],
    ['a price is left out', { input_price: undefined }, 'input_price', 'is required'],
    ['a price is negative', { input_price: -1 }, 'input_price', '0 or more'],
    ['a price is a fraction', { input_price: 0.5 }, 'input_price', 'whole number'],
    [
      'a request may cost more than can be counted',
      { output_price: 1e14, max_output_tokens: 1_000 },
      'output_price',
      'exact counting',
    ],
    ['the meter is not of the resource', { meter: 'seconds' }, 'meter', 'must be one of: tokens'],
  ])('a model is refused where %s', async (_, fields, field, message) => {
    await expect(newModel(fields)).rejects.toEqual(invalid(field, message));
  });

  it('a change is refused by what it would leave, and leaves no trace', async () => {
    const { id, name } = await newModel({ input_price: 0 });
    await expect(updateModel(admin.actor, id, { output_price: 0 })).rejects.toEqual(
      invalid('output_price', 'above 0'),
    );
    expect(await getManagedModel(admin.actor, id)).toMatchObject({
      name,
      output_price: 200,
      price_version: 1,
    });
    expect(await db().auditEntry.count({ where: { targetId: id } })).toBe(1);
  });
});

describe('names', () => {
  it('are each catalog’s own', async () => {
    const { name } = await newModel();
    await expect(newModel({ name })).rejects.toMatchObject({ code: 'conflict', details: { field: 'name' } });
    expect(await newModel({ name, catalog: 'zihin' })).toMatchObject({ catalog: 'zihin' });
  });

  it.each([
    [{ name: 'with space' }, 'name', 'must be 1 to 120'],
    [{ name: 'a*b' }, 'name', 'must be 1 to 120'],
    [{ upstream_model: 'b-*' }, 'upstream_model', 'only where name does'],
    [{ catalog: 'nope' }, 'catalog', 'headroom'],
    [{ upstream_id: newId() }, 'upstream_id', 'id of an upstream'],
  ])('%o is refused', async (fields, field, message) => {
    await expect(newModel(fields)).rejects.toEqual(invalid(field, message));
  });

  it('with a star stand for all that begin so', async () => {
    const prefix = `star-${newId()}-`;
    await newModel({ name: `${prefix}*`, upstream_model: 'demo-tokens-*' });
    expect(await ask(`${prefix}3`)).toMatchObject({ status: 200, body: { usage: { completion_tokens: 3 } } });
  });
});

it('a model added while its upstream is deleted is either there with it, or refused', async () => {
  for (let i = 0; i < 20; i++) {
    const { id } = await createUpstream(admin.actor, {
      name: `race-${newId()}`,
      base_url: 'http://127.0.0.1:9',
    });
    const [added, deleted] = await Promise.allSettled([
      newModel({ upstream_id: id }),
      deleteUpstream(admin.actor, id),
    ]);
    const codes = [added, deleted].map((end) => (end.status === 'rejected' ? end.reason.code : 'done'));
    expect([
      ['done', 'conflict'],
      ['invalid_request', 'done'],
    ]).toContainEqual(codes);
  }
});

it('the list pages through every model once, in the catalogs’ order', async () => {
  const whole = (await listManagedModels(admin.actor, { limit: '200' })).data;
  const paged: typeof whole = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await listManagedModels(admin.actor, { limit: '7', ...(cursor && { cursor }) });
    paged.push(...page.data);
    cursor = page.nextCursor;
  }
  expect(paged.map((model) => model.id)).toEqual(whole.map((model) => model.id));
  expect(new Set(paged.map((model) => model.id)).size).toBe(await db().model.count());
});

it('the list is narrowed by name, catalog, resource, upstream and state', async () => {
  const { id, name } = await newModel({ name: 'Odd_100-one', resource: 'embeddings', listed: false });
  const found = async (query: object) =>
    (await listManagedModels(admin.actor, query)).data.map((m) => m.name);
  expect(await found({ q: 'odd_100' })).toEqual([name]);
  expect(await found({ q: 'odd%one' })).toEqual([]);
  expect(await found({ resource: 'embeddings', state: 'unlisted', upstream: upstreamId, q: 'odd' })).toEqual([
    name,
  ]);
  expect(await found({ q: 'odd', catalog: 'zihin' })).toEqual([]);
  await updateModel(admin.actor, id, { enabled: false });
  expect(await found({ q: 'odd', state: 'enabled' })).toEqual([]);
  expect(await found({ q: 'odd', state: 'disabled' })).toEqual([name]);
});
