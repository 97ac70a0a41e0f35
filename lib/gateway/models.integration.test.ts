import { beforeAll, expect, test } from 'vitest';
import type { RunContext } from '../admission/work';
import { db } from '../db/client';
import { seal } from '../sealed';
import { catalogAt } from './gateway.fixture';
import { describeModel, listModels } from './list-models';
import { catalogModels, findModel, providerKey } from './models';

let user: RunContext['principal'];

beforeAll(async () => {
  user = await catalogAt({ baseUrl: 'http://127.0.0.1:1/v1', sealedKey: seal('sk-secret') }, [
    { name: 'painter', resource: 'images', position: 0 },
    { name: 'gift', inputPrice: 0, position: 1 },
    { name: 'openai/gpt', upstreamModel: 'gpt', position: 2 },
    { name: 'hidden', listed: false, position: 3 },
    { name: 'off', enabled: false, position: 4 },
    { name: 'demo-*', position: 5 },
  ]);
});

test('the list begins with a plain, priced chat model and has neither hidden nor disabled ones', async () => {
  const { object, data } = await listModels(user);
  expect(object).toBe('list');
  expect(data.map((model) => model.id)).toEqual(['openai/gpt', 'painter', 'gift']);
  expect(data[0]).toMatchObject({
    object: 'model',
    owned_by: 'openai',
    resource: 'chat',
    input_price: 150_000,
  });
  expect(Math.abs((data[0]?.created ?? 0) - Date.now() / 1000)).toBeLessThan(600);
});

test('no model tells its upstream, its key or its name there', async () => {
  const text = JSON.stringify(await listModels(user));
  expect(text).not.toMatch(/127\.0\.0\.1|sk-|sealed|upstream/);
});

test('a key that names its models lists and finds those alone', async () => {
  const narrow = { ...user, models: ['painter', 'hidden'] };
  expect((await listModels(narrow)).data.map((model) => model.id)).toEqual(['painter']);
  expect((await findModel(narrow, 'hidden', 'chat')).name).toBe('hidden');
  await expect(describeModel(narrow, 'gift')).rejects.toMatchObject({ code: 'model_not_allowed' });
});

test.each(['off', 'nope', 'OPENAI/GPT', '', 'demo-*x'.repeat(30), 'constructor', '__proto__'])(
  'the model %j is not found',
  async (name) => {
    await expect(findModel(user, name, 'chat')).rejects.toMatchObject({
      code: 'model_not_found',
      status: 404,
    });
  },
);

test('a model of another resource is not found for this one', async () => {
  await expect(findModel(user, 'painter', 'chat')).rejects.toMatchObject({ code: 'model_not_found' });
  expect((await describeModel(user, 'painter')).id).toBe('painter');
});

test('a name with a star stands for every name that begins so', async () => {
  const model = await findModel(user, 'demo-tokens-7', 'chat');
  expect(model).toMatchObject({ name: 'demo-*', upstreamModel: 'demo-tokens-7' });
  expect((await describeModel(user, 'demo-slow')).id).toBe('demo-slow');
});

test('an edited model is read again when the revision of its catalog has risen, and not before', async () => {
  const first = await findModel(user, 'gift', 'chat');
  await db().model.update({ where: { id: first.id }, data: { outputPrice: 7n, priceVersion: 2 } });
  expect((await findModel(user, 'gift', 'chat')).outputPrice).toBe(600_000);
  const later = { ...user, catalogRev: 2 };
  expect(await findModel(later, 'gift', 'chat')).toMatchObject({ outputPrice: 7, priceVersion: 2 });
  expect((await findModel(user, 'gift', 'chat')).outputPrice).toBe(7); // never back to the older one
});

test("a provider's key that cannot be opened is an error that says so, without the key", async () => {
  const [model] = await catalogModels(user);
  if (!model) throw new Error('no model');
  expect(providerKey(model.upstream)).toBe('sk-secret');
  const spoilt = { ...model.upstream, sealedKey: seal('sk-secret').replace(/^..../, 'AAAA') };
  expect(() => providerKey(spoilt)).toThrow(/AUTH_SECRET/);
});
