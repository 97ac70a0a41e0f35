import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { GET as getModelsRoute, POST as postModel } from '../../app/api/manage/models/route';
import { POST as postCheck } from '../../app/api/manage/upstreams/[id]/check/route';
import {
  DELETE as deleteUpstreamRoute,
  GET as getUpstreamRoute,
  PATCH as patchUpstream,
} from '../../app/api/manage/upstreams/[id]/route';
import { GET as getUpstreams, POST as postUpstream } from '../../app/api/manage/upstreams/route';
import { db } from '../db/client';
import { closeUpstreams } from '../gateway/upstream';
import { newId } from '../ids';
import { unseal } from '../sealed';
import { call, type Sent, tokenOf } from '../testing/manage-call';
import { makeUser, makeWorkspace, seedForTests } from '../testing/tenants';
import type { UpstreamCheckView, UpstreamView } from './schema';

const KEY = 'sk-the-provider-secret-key-1234567890';
let admin: string;
let member: string;
let boundToken: string;
const servers: Server[] = [];

beforeAll(async () => {
  await seedForTests();
  const user = await makeUser({ platformAdmin: true });
  admin = await tokenOf(user);
  boundToken = await tokenOf(user, (await makeWorkspace(user)).id);
  const owner = await makeUser();
  await makeWorkspace(owner);
  member = await tokenOf(owner);
});
afterEach(async () => {
  await closeUpstreams();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
afterAll(() => closeUpstreams());

const create = async (body: object = {}): Promise<UpstreamView> => {
  const sent = { name: `u-${newId()}`, base_url: 'https://api.example.com/v1', ...body };
  const answer = await call<UpstreamView>(postUpstream, admin, { method: 'POST', body: sent });
  expect(answer).toMatchObject({ status: 201 });
  return answer.body;
};
const patch = (id: string, body: object) =>
  call<UpstreamView & { error: { details: { field: string } } }>(patchUpstream, admin, {
    method: 'PATCH',
    id,
    body,
  });
const row = (id: string) => db().upstream.findUniqueOrThrow({ where: { id } });
const keyOf = async (id: string) => {
  const { sealedKey } = await row(id);
  return sealedKey && unseal(sealedKey);
};
const trail = (id: string) => db().auditEntry.findMany({ where: { targetId: id }, orderBy: { at: 'asc' } });

async function listening(handler: RequestListener): Promise<string> {
  const server = createServer(handler);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

describe('a provider’s key', () => {
  it('is sealed at rest and in no answer, list, audit row or check', async () => {
    const base_url = await listening((_request, response) => response.writeHead(401).end(KEY));
    const { id } = await create({ base_url, api_key: KEY });
    const answers = [
      await call(getUpstreamRoute, admin, { id }),
      await call(getUpstreams, admin),
      await patch(id, { name: `renamed ${id}` }),
      await call(postCheck, admin, { method: 'POST', id }),
      await call(getModelsRoute, admin),
      await patch(id, { api_key: `${KEY}-new` }),
    ];
    expect(await keyOf(id)).toBe(`${KEY}-new`);
    const stored = await row(id);
    expect(JSON.stringify([answers, stored, await trail(id)])).not.toContain('provider-secret');
    expect(answers[0]?.body).toMatchObject({ has_key: true });
  });

  it('stays where a change does not name it, is replaced, and is taken away by null', async () => {
    const { id } = await create({ api_key: KEY });
    await patch(id, { max_in_flight: 3 });
    expect(await keyOf(id)).toBe(KEY);
    await patch(id, { api_key: 'sk-another' });
    expect(await keyOf(id)).toBe('sk-another');
    expect((await trail(id)).at(-1)).toMatchObject({
      before: { key: 'the former' },
      after: { key: 'a new one' },
    });
    expect((await patch(id, { api_key: null })).body).toMatchObject({ has_key: false });
    expect(await keyOf(id)).toBeNull();
  });

  it('never goes with the upstream to another host', async () => {
    const { id } = await create({ api_key: KEY });
    for (const base_url of ['https://api.evil.example/v1', 'https://api.example.com:8443/v1']) {
      expect(await patch(id, { base_url })).toMatchObject({
        status: 400,
        body: { error: { details: { field: 'api_key' } } },
      });
    }
    expect((await row(id)).baseUrl).toBe('https://api.example.com/v1');
    expect((await patch(id, { base_url: 'https://api.example.com/v2' })).status).toBe(200);
    expect(
      (await patch(id, { base_url: 'https://api.evil.example/v1', api_key: 'sk-meant-for-it' })).status,
    ).toBe(200);
    expect(await keyOf(id)).toBe('sk-meant-for-it');
  });

  it('is never sent in the clear to a public address', async () => {
    const { id } = await create({ base_url: 'http://api.example.com/v1' });
    expect(await patch(id, { api_key: KEY })).toMatchObject({ status: 400 });
    expect(await keyOf(id)).toBeNull();
  });
});

describe('only a platform admin', () => {
  it.each([
    ['lists upstreams', getUpstreams, {}],
    ['adds upstreams', postUpstream, { method: 'POST', body: {} }],
    ['reads an upstream', getUpstreamRoute, { id: newId() }],
    ['changes an upstream', patchUpstream, { method: 'PATCH', id: newId(), body: {} }],
    ['deletes an upstream', deleteUpstreamRoute, { method: 'DELETE', id: newId() }],
    ['checks an upstream', postCheck, { method: 'POST', id: newId() }],
    ['lists models', getModelsRoute, {}],
    ['adds models', postModel, { method: 'POST', body: {} }],
  ] satisfies [string, typeof getUpstreams, Sent][])('%s', async (_what, handler, sent) => {
    for (const token of [member, boundToken]) {
      expect(await call(handler, token, sent)).toMatchObject({
        status: 403,
        body: { error: { code: 'forbidden' } },
      });
    }
  });
});

it.each([
  [{ name: '' }, 'name'],
  [{ base_url: 'ftp://x' }, 'base_url'],
  [{ base_url: 'http://169.254.169.254/' }, 'base_url'],
  [{ api_key: 'two words' }, 'api_key'],
  [{ max_in_flight: 0 }, 'max_in_flight'],
  [{ connect_timeout_ms: 99 }, 'connect_timeout_ms'],
  [{ idle_timeout_ms: 1.5 }, 'idle_timeout_ms'],
  [{ secret: 1 }, 'secret'],
])('%o is refused by the name of its field', async (body, field) => {
  const sent = { name: `u-${newId()}`, base_url: 'https://api.example.com/v1', ...body };
  const refused = await call(postUpstream, admin, { method: 'POST', body: sent });
  expect(refused).toMatchObject({ status: 400, body: { error: { details: { field } } } });
});

it('two upstreams never have one name', async () => {
  const { name } = await create();
  const again = await call(postUpstream, admin, {
    method: 'POST',
    body: { name, base_url: 'https://x.example' },
  });
  expect(again).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } });
  const { id } = await create();
  expect(await patch(id, { name })).toMatchObject({ status: 409 });
});

it('an upstream with models is not deleted; without them it is, with its key, audited', async () => {
  const { id, name } = await create({ api_key: KEY });
  const body = {
    catalog: 'headroom',
    name: `m-${id}`,
    resource: 'chat',
    upstream_id: id,
    input_price: 1,
    output_price: 1,
    context_tokens: 1,
    max_output_tokens: 1,
  };
  const model = await call<{ id: string }>(postModel, admin, { method: 'POST', body });
  expect(model.status).toBe(201);
  expect(await call(deleteUpstreamRoute, admin, { method: 'DELETE', id })).toMatchObject({
    status: 409,
    body: { error: { message: expect.stringContaining('1 model is called') } },
  });
  await db().model.delete({ where: { id: model.body.id } });
  expect((await call(deleteUpstreamRoute, admin, { method: 'DELETE', id })).status).toBe(204);
  expect((await call(getUpstreamRoute, admin, { id })).status).toBe(404);
  expect((await trail(id)).map((entry) => [entry.action, entry.targetName])).toEqual([
    ['upstream.create', name],
    ['upstream.delete', name],
  ]);
});

describe('a check', () => {
  const check = async (base_url: string, more: object = {}) => {
    const { id } = await create({ base_url, ...more });
    const answer = await call<UpstreamCheckView>(postCheck, admin, { method: 'POST', id });
    expect(answer.status).toBe(200);
    const { at, ms, message, ok } = answer.body;
    const { body } = await call<UpstreamView>(getUpstreamRoute, admin, { id });
    expect(body.check).toEqual({ at, ms, message, ok });
    return { id, ...answer.body };
  };

  it('asks for the models with the key, and lists them', async () => {
    const asked: IncomingMessage[] = [];
    const base_url = await listening((request, response) => {
      asked.push(request);
      response.end(JSON.stringify({ data: [{ id: 'a' }, { id: 'b' }] }));
    });
    const found = await check(base_url, { api_key: KEY });
    expect(found).toMatchObject({ ok: true, models: ['a', 'b'], message: 'It answers and lists 2 models.' });
    expect(asked.map(({ method, url, headers }) => [method, url, headers.authorization])).toEqual([
      ['GET', '/v1/models', `Bearer ${KEY}`],
    ]);
  });

  it.each([
    [401, '', 'refuses the key (401)'],
    [403, '', 'refuses the key (403)'],
    [404, '', 'no list of models (404)'],
    [307, '', 'redirects elsewhere (307)'],
    [500, 'secret trace', 'status 500'],
    [200, '<html>', 'not as an OpenAI-compatible API'],
    [200, '{"data":{}}', 'not as an OpenAI-compatible API'],
    [200, 'null', 'not as an OpenAI-compatible API'],
  ])('says what a status of %i with "%s" means', async (status, body, message) => {
    const base_url = await listening((_request, response) => {
      response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end(body);
    });
    const found = await check(base_url);
    expect(found).toMatchObject({ ok: false, models: [], message: expect.stringContaining(message) });
    expect(found.message).not.toContain('secret trace');
  });

  it('says that nothing listens, that nothing answers, and that a name is unknown', async () => {
    const dead = await listening(() => undefined);
    servers.splice(0).forEach((server) => {
      server.close();
    });
    expect((await check(dead)).message).toContain('Nothing listens');
    const silent = await listening(() => undefined);
    expect((await check(silent, { first_byte_timeout_ms: 100 })).message).toContain(
      'did not begin to answer',
    );
    expect((await check('http://no-such-host.invalid/v1')).message).toMatch(/not known|looked up/);
  });

  it('is forgotten when the address or the key changes, and kept when anything else does', async () => {
    const base_url = await listening((_request, response) => response.end('{"data":[]}'));
    const { id } = await check(base_url);
    expect((await patch(id, { max_in_flight: 9 })).body.check).toMatchObject({ ok: true });
    expect((await patch(id, { api_key: 'sk-1' })).body.check).toBeNull();
  });
});
