import type { Question } from '../testing/doors';

/** Who sends a case: a workspace and key made for it, one for each door, so that both start from zero. */
export interface Caller {
  catalog: string;
  plan?: string;
  rpm?: number;
  budgetMicros?: number;
  ips?: string[];
  models?: string[];
  suspended?: boolean;
  expired?: boolean;
}

export interface DoorCase {
  name: string;
  /** Without one, no key is sent. */
  caller?: Caller;
  /** How the key travels; Bearer unless said. */
  by?: 'bearer' | 'x-api-key' | 'both';
  /** Sent one after the other. */
  asks: Question[];
  /** Statuses both doors must answer. */
  statuses: number[];
}

const json = { 'content-type': 'application/json' };
export const chat = (model: string, more: object = {}): Question => ({
  method: 'POST',
  path: '/v1/chat/completions',
  headers: json,
  body: JSON.stringify({
    model,
    messages: [{ role: 'user', content: 'Say hello' }],
    max_tokens: 16,
    ...more,
  }),
});
export const at = (path: string, question: Question): Question => ({ ...question, path });
const raw = (body: string): Question => ({ ...chat(''), body });
export const get = (path: string, headers: Record<string, string> = {}): Question => ({ path, headers });
export const MODEL = 'demo-tokens-1';
const under = (key: string, question: Question): Question => ({
  ...question,
  headers: { ...json, 'idempotency-key': key },
});
const headroom = { catalog: 'headroom' };

const admitted: DoorCase[] = [
  { name: 'chat', caller: headroom, asks: [chat(MODEL), chat(MODEL)], statuses: [200, 200] },
  { name: 'a stream', caller: headroom, asks: [chat(MODEL, { stream: true })], statuses: [200] },
  {
    name: 'a stream with usage',
    caller: headroom,
    asks: [chat(MODEL, { stream: true, stream_options: { include_usage: true } })],
    statuses: [200],
  },
  ...['ajstudioz', 'aicredits', 'zihin', 'priority'].map((catalog) => ({
    name: `chat in ${catalog}`,
    caller: { catalog },
    asks: [chat(MODEL)],
    statuses: [200],
  })),
  { name: '/api/v1', caller: headroom, asks: [at('/api/v1/chat/completions', chat(MODEL))], statuses: [200] },
  {
    name: '/api/chat',
    caller: { catalog: 'ajstudioz' },
    asks: [at('/api/chat', chat(MODEL))],
    statuses: [200],
  },
  {
    name: '/api/v3/llm/call with X-Api-Key',
    caller: { catalog: 'zihin' },
    by: 'x-api-key',
    asks: [at('/api/v3/llm/call', chat(MODEL))],
    statuses: [200],
  },
  {
    name: 'the same key both ways',
    caller: headroom,
    by: 'both',
    asks: [get('/v1/quota')],
    statuses: [200],
  },
  { name: 'a query string', caller: headroom, asks: [get('/v1/models?limit=2')], statuses: [200] },
  {
    name: 'models',
    caller: { catalog: 'aicredits' },
    asks: [
      get('/v1/models'),
      get('/v1/models/openai/gpt-4o-mini'),
      get('/v1/models/openai%2Fgpt-4o-mini'),
      get('/api/v1/models/openai/gpt-4o-mini'),
      get('/v1/models/no/such'),
    ],
    statuses: [200, 200, 200, 200, 404],
  },
  {
    name: 'quota',
    caller: headroom,
    asks: [get('/v1/quota'), chat(MODEL), get('/v1/quota')],
    statuses: [200, 200, 200],
  },
  { name: "Zihin's quota", caller: { catalog: 'zihin' }, asks: [get('/api/quota')], statuses: [200] },
  { name: 'no monthly quota', caller: { catalog: 'priority' }, asks: [get('/api/quota')], statuses: [404] },
];

const refused: DoorCase[] = [
  ...['headroom', 'ajstudioz', 'aicredits', 'zihin', 'priority'].map((catalog) => ({
    name: `a minute's limit in ${catalog}`,
    caller: { catalog, rpm: 1 },
    asks: [chat(MODEL), chat(MODEL), get('/v1/quota')],
    statuses: [200, 429, 200],
  })),
  {
    name: 'a budget that buys nothing',
    caller: { ...headroom, budgetMicros: 1 },
    asks: [chat(MODEL)],
    statuses: [402],
  },
  { name: 'a budget of 0', caller: { ...headroom, budgetMicros: 0 }, asks: [chat(MODEL)], statuses: [402] },
  {
    name: 'problem details',
    caller: { ...headroom, rpm: 1 },
    asks: [chat(MODEL), { ...chat(MODEL), headers: { ...json, accept: 'application/problem+json' } }],
    statuses: [200, 429],
  },
  {
    name: 'a plan without keys',
    caller: { catalog: 'aionvision', plan: 'free' },
    asks: [chat(MODEL)],
    statuses: [403],
  },
  {
    name: 'a suspended workspace',
    caller: { ...headroom, suspended: true },
    asks: [chat(MODEL)],
    statuses: [403],
  },
  { name: 'an expired key', caller: { ...headroom, expired: true }, asks: [chat(MODEL)], statuses: [401] },
  {
    name: 'an address not allowed',
    caller: { ...headroom, ips: ['10.0.0.0/8'] },
    asks: [chat(MODEL)],
    statuses: [403],
  },
  {
    name: 'a model not allowed',
    caller: { ...headroom, models: ['gpt-4o'] },
    asks: [chat(MODEL)],
    statuses: [403],
  },
  {
    name: 'no key',
    asks: [chat(MODEL), at('/api/chat', chat(MODEL)), at('/api/v3/llm/call', chat(MODEL))],
    statuses: [401, 401, 401],
  },
  {
    name: 'unknown keys, by their prefix',
    asks: ['hr_live_', 'aj_live_', 'sk-', 'aion_live_', 'zhn_live_', 'pr_live_', 'other_'].map((prefix) =>
      get('/v1/models', { authorization: `Bearer ${prefix}${'0'.repeat(40)}` }),
    ),
    statuses: [401, 401, 401, 401, 401, 401, 401],
  },
  {
    name: 'two different keys',
    asks: [get('/v1/models', { authorization: 'Bearer hr_live_a', 'x-api-key': 'hr_live_b' })],
    statuses: [400],
  },
  {
    name: 'a key in the URL',
    asks: [get('/v1/models?api_key=x'), get('/v1/models?api_key=x', { 'x-api-key': 'hr_live_a' })],
    statuses: [401, 400],
  },
];

const repeated: DoorCase[] = [
  ...['headroom', 'ajstudioz', 'aicredits', 'zihin', 'priority'].map((catalog) => ({
    name: `an Idempotency-Key in ${catalog}`,
    caller: { catalog },
    asks: [
      under('a', chat(MODEL)),
      under('a', chat(MODEL)),
      under('a', at('/api/v1/chat/completions', chat(MODEL))),
      under('a', chat(MODEL, { max_tokens: 1 })),
      under('s', chat(MODEL, { stream: true })),
      under('s', chat(MODEL, { stream: true })),
      under('not one', chat(MODEL)),
    ],
    statuses: [200, 200, 200, 409, 200, 409, 400],
  })),
  {
    name: 'an Idempotency-Key on /api/chat and /api/v3/llm/call',
    caller: headroom,
    asks: ['/api/chat', '/api/chat', '/api/v3/llm/call', '/api/v3/llm/call'].map((path) =>
      under('a', at(path, chat(MODEL))),
    ),
    statuses: [200, 200, 200, 200],
  },
];

const malformed: DoorCase[] = [
  {
    name: 'bad bodies',
    caller: headroom,
    asks: [
      raw('{"model":'),
      raw(''),
      raw('[]'),
      chat('no-such-model'),
      chat(MODEL, { colour: 'red' }),
      chat(MODEL, { max_tokens: 'many' }),
      chat(MODEL, { messages: [] }),
    ],
    statuses: [400, 400, 400, 404, 400, 400, 400],
  },
  {
    name: 'a body beyond the cap',
    caller: headroom,
    asks: [raw(`"${'x'.repeat(24 << 20)}"`)],
    statuses: [413],
  },
];

/** What both doors must answer alike. */
export const DOOR_CASES: readonly DoorCase[] = [...admitted, ...refused, ...repeated, ...malformed];
