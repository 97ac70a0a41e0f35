import OpenAI, {
  APIError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
} from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeSecret } from '../secret';
import { type DemoLane, openDemoLane } from '../testing/demo-lane';
import { makeTenant, type TenantRow } from '../testing/vendors/tenant';

/** OpenAI's own SDK raises, for each refusal of each catalog, the class and the facts that its users look for. */

let lane: DemoLane;
beforeAll(async () => {
  lane = await openDemoLane();
});
afterAll(() => lane.close());

const LOWEST = [
  ['headroom', 'free', 'hr_live_'],
  ['ajstudioz', 'free', 'aj_live_'],
  ['aicredits', 'standard', 'sk-'],
  ['aionvision', 'starter', 'aion_live_'],
  ['zihin', 'free', 'zhn_live_'],
  ['priority', 'free', 'pr_live_'],
] as const;
/** Their envelope is OpenAI's, so that the SDK finds code, type and param. */
const OPENAI = ['headroom', 'aicredits', 'aionvision'];

const request = {
  model: 'demo-tokens-1',
  max_tokens: 1,
  messages: [{ role: 'user' as const, content: 'x' }],
};

async function clientOf(catalog: string, plan: string, row: TenantRow = {}): Promise<OpenAI> {
  const { key } = await makeTenant(catalog, plan, row);
  // Its counters are made by a look, so that no call of a test waits for them on a busy machine.
  await fetch(`${lane.url}/v1/quota`, { headers: { authorization: `Bearer ${key}` } });
  return new OpenAI({ apiKey: key, baseURL: `${lane.url}/v1`, maxRetries: 0 });
}

interface Raised {
  name: string;
  row?: TenantRow;
  more?: object;
  /** Calls that are admitted before the one that is looked at. */
  before?: number;
  headers?: Record<string, string>;
  raises: new (...args: never[]) => unknown;
  status: number;
  code: string;
  type: string;
  param?: string;
}

const RAISED: Raised[] = [
  {
    name: 'a spent minute',
    row: { rpm: 1 },
    before: 1,
    raises: RateLimitError,
    status: 429,
    code: 'rate_limit_exceeded',
    type: 'rate_limit_error',
  },
  {
    name: 'a spent quota',
    row: { agreed: [{ scope: 'workspace', window: 'month UTC 1', capacity: 1 }] },
    before: 1,
    raises: RateLimitError,
    status: 429,
    code: 'quota_exceeded',
    type: 'insufficient_quota',
  },
  {
    name: 'a spent budget',
    row: { budgetMicros: 0 },
    raises: APIError,
    status: 402,
    code: 'budget_exceeded',
    type: 'insufficient_quota',
  },
  {
    name: 'a claim that never fits',
    row: { tpm: 2 },
    raises: APIError,
    status: 413,
    code: 'request_too_large',
    type: 'invalid_request_error',
  },
  {
    name: 'a suspended workspace',
    row: { suspended: true },
    raises: PermissionDeniedError,
    status: 403,
    code: 'workspace_suspended',
    type: 'permission_error',
  },
  {
    name: 'an unknown model',
    more: { model: 'none' },
    raises: NotFoundError,
    status: 404,
    code: 'model_not_found',
    type: 'invalid_request_error',
    param: 'model',
  },
  {
    name: 'a field that has the wrong type',
    more: { max_tokens: 'many' },
    raises: BadRequestError,
    status: 400,
    code: 'invalid_request',
    type: 'invalid_request_error',
    param: 'max_tokens',
  },
  {
    name: 'an Idempotency-Key of another body',
    before: 1,
    more: { user: 'another' },
    headers: { 'Idempotency-Key': 'a' },
    raises: ConflictError,
    status: 409,
    code: 'idempotency_conflict',
    type: 'invalid_request_error',
  },
  {
    name: 'an upstream that fails',
    more: { model: 'demo-error-500' },
    raises: InternalServerError,
    status: 502,
    code: 'upstream_error',
    type: 'server_error',
  },
  {
    name: 'an upstream that is full',
    more: { model: 'demo-error-429' },
    raises: InternalServerError,
    status: 503,
    code: 'upstream_saturated',
    type: 'server_error',
  },
];

/** What a call raised. */
async function raisedBy(call: Promise<unknown>): Promise<APIError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof APIError)) throw new Error('the call raised no APIError');
  return error;
}

describe.each(LOWEST)('%s', (catalog, plan, prefix) => {
  it.each(RAISED)('$name', async ({ row, more = {}, before = 0, headers = {}, ...expected }) => {
    const client = await clientOf(catalog, plan, row);
    for (let i = 0; i < before; i++) await client.chat.completions.create(request, { headers });
    const error = await raisedBy(client.chat.completions.create({ ...request, ...more }, { headers }));
    expect(error).toBeInstanceOf(expected.raises);
    expect(error.status).toBe(expected.status);
    expect(error.headers?.get('x-request-id')).toBe(error.requestID);
    expect(error.message).toMatch(new RegExp(`^${expected.status} .`));
    if (!OPENAI.includes(catalog)) return;
    expect([error.code, error.type, error.param]).toEqual([
      expected.code,
      expected.type,
      expected.param ?? null,
    ]);
  });

  it('a key that is not valid, in the envelope of its prefix', async () => {
    const client = new OpenAI({ apiKey: makeSecret(prefix), baseURL: `${lane.url}/v1`, maxRetries: 0 });
    const error = await raisedBy(client.chat.completions.create(request));
    expect(error).toBeInstanceOf(AuthenticationError);
    // The SDK shows what stands under `error`, which is the bare code in zihin's envelope.
    expect(error.message).toContain(catalog === 'zihin' ? 'invalid_api_key' : 'This API key is not valid');
    if (OPENAI.includes(catalog)) expect(error.code).toBe('invalid_api_key');
  });

  it('an error in the middle of a stream is raised, after what came before it', async () => {
    const client = await clientOf(catalog, plan);
    const stream = await client.chat.completions.create({
      ...request,
      model: 'demo-cut',
      max_tokens: 50,
      stream: true,
    });
    let words = 0;
    const read = async () => {
      for await (const chunk of stream) words += chunk.choices[0]?.delta.content ? 1 : 0;
    };
    await expect(read()).rejects.toBeInstanceOf(APIError);
    expect(words).toBeGreaterThan(0);
  });
});

it.each([
  ['the Responses API', '/v1', 'use chat completions'],
  ['a base address without its version', '', 'begin with /v1'],
  ['a version twice', '/v1/v1', 'twice'],
])('%s is not found, and what to do instead is said', async (_, path, tip) => {
  const { key } = await makeTenant('headroom', 'free');
  const client = new OpenAI({ apiKey: key, baseURL: `${lane.url}${path}`, maxRetries: 0 });
  const error = await raisedBy(client.responses.create({ model: request.model, input: 'x' }));
  expect(error).toBeInstanceOf(NotFoundError);
  expect(error.message).toContain(tip);
});
