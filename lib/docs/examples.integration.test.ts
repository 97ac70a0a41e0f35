import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { POST } from '../../app/api/v1/chat/completions/route';
import type { HeaderFields } from '../contracts/contract';
import type { DemoUpstream } from '../demo/upstream/server';
import { gatewayForTests } from '../testing/gateway';
import { publishedCatalogs } from '../testing/published-catalogs';
import { makeTenant } from '../testing/tenant-with-key';
import { listCatalogs } from '../workspaces/catalogs';
import { BAD_KEY } from './catalog-page';
import { admittedHeaders, type ExampleRefusal, examplePlan, failure, limitRefusals } from './examples';

const BASE_URL = 'http://127.0.0.1:3000';
let upstream: DemoUpstream;

beforeAll(async () => {
  upstream = await gatewayForTests();
});
afterAll(() => upstream.close());

const ask = (key: string, model: string): Promise<Response> =>
  POST(
    new Request(`${BASE_URL}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, host: '127.0.0.1:3000' },
      body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello' }], max_tokens: 1 }),
    }),
  );

/** What the body itself brings, and what admission adds for everybody. */
const BESIDE = ['content-type', 'cache-control'];

/** Figures, times and ids left out: they are the moment's. */
const timeless = (words: string): string =>
  words
    .replace(/[0-9a-f]{8}-[\w-]{27}/g, '0')
    .replace(/\b(?:\d+(?:\.\d+)?(?:ms|[hms]))+\b/g, '0')
    .replace(/\d+/g, '0');
const fields = (headers: Headers | HeaderFields): Record<string, string> =>
  Object.fromEntries(
    [...new Headers(headers)]
      .filter(([name]) => !BESIDE.includes(name))
      .map(([name, value]) => [name, timeless(value)]),
  );
const refusal = async (response: Response) => ({
  status: response.status,
  headers: fields(response.headers),
  body: JSON.parse(timeless(await response.text())),
});
const shown = ({ answer }: ExampleRefusal) => ({
  status: answer.status,
  headers: fields(answer.headers),
  body: JSON.parse(timeless(answer.body)),
});

describe.each(publishedCatalogs.map((catalog) => [catalog.id, catalog] as const))('%s', (id, typed) => {
  it('the database publishes what the typed catalog says', async () => {
    const stored = (await listCatalogs()).find((one) => one.id === id);
    const withoutIds = (catalog: typeof typed | undefined) => ({
      ...catalog,
      plans: catalog?.plans.map((plan) => ({ ...plan, id: '' })),
    });
    expect(withoutIds(stored)).toEqual(withoutIds(typed));
  });

  it('the gateway’s first answer and its refusal are those on the page', async () => {
    const plan = examplePlan(typed)?.slug ?? '';
    const { key } = await makeTenant({ catalog: id, plan });
    const model = typed.models[0]?.name ?? '';
    const first = await ask(key, model);
    expect(first.status).toBe(200);
    expect(fields(first.headers)).toEqual(fields(admittedHeaders(typed, BASE_URL)));

    const [perMinute] = limitRefusals(typed, BASE_URL) as [ExampleRefusal];
    for (let i = 1; i < (perMinute.limit?.limit ?? 0); i++) expect((await ask(key, model)).status).toBe(200);
    expect(await refusal(await ask(key, model))).toEqual(shown(perMinute));
  });

  it('the answer to a bad key is the one on the page', async () => {
    const answer = await refusal(await ask(`${typed.key_prefix}nobody`, 'any'));
    expect(answer).toEqual(shown(failure(typed, BASE_URL, BAD_KEY, false)));
  });
});
