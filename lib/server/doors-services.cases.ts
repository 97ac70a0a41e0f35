import type { Question } from '../testing/doors';
import type { DoorCase } from './doors.cases';

/** Doors for other services, and what a key's holder may read. */

const json = { 'content-type': 'application/json' };
const check = (body: unknown): Question => ({
  method: 'POST',
  path: '/v1/quota/check',
  headers: json,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const get = (path: string, headers: Record<string, string> = {}): Question => ({ path, headers });
const post = (path: string, body: object, headers: Record<string, string> = {}): Question => ({
  method: 'POST',
  path,
  headers: { ...json, ...headers },
  body: JSON.stringify(body),
});
const headroom = { catalog: 'headroom' };
const NIL = '00000000-0000-7000-8000-000000000000';
/** Well-formed, and nobody's. */
const STRANGER = 'hrm_0000000000000000000000000000000000000';

export const SERVICE_CASES: readonly DoorCase[] = [
  {
    name: 'a quota check',
    caller: { ...headroom, rpm: 1 },
    asks: [
      check({ resource: 'chat' }),
      get('/v1/forward-auth'),
      check({ resource: 'chat', amounts: { tokens: 5 } }),
      check({ resource: 'chat', colour: 'red' }),
      check({ resource: 'chat', amounts: { tokens: -1 } }),
      check('{"resource":'),
      check(''),
    ],
    statuses: [200, 200, 200, 400, 400, 400, 400],
  },
  ...['headroom', 'ajstudioz', 'aicredits', 'zihin', 'priority'].map((catalog) => ({
    name: `forward-auth in ${catalog}`,
    caller: { catalog, rpm: 1 },
    asks: [
      get('/v1/forward-auth?resource=search'),
      get('/v1/forward-auth?resource=search'),
      get('/v1/forward-auth?for=nginx'),
      get('/v1/forward-auth?for=apache'),
    ],
    statuses: [200, 429, 403, 400],
  })),
  {
    name: 'forward-auth without a key, and with a bad one',
    asks: [
      get('/v1/forward-auth'),
      get('/api/v1/forward-auth?for=nginx'),
      get('/v1/forward-auth', { 'x-api-key': 'zhn_live_nope' }),
      get('/v1/forward-auth?for=nginx', { 'x-api-key': 'zhn_live_nope' }),
    ],
    statuses: [401, 403, 401, 403],
  },
  {
    name: 'a key’s own use',
    caller: headroom,
    asks: [
      get('/v1/usage'),
      get('/api/v1/usage?group_by=model&interval=day'),
      get('/v1/usage?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z'),
      get('/v1/usage?interval=week'),
      get('/v1/usage?workspace=1'),
    ],
    statuses: [200, 200, 200, 400, 400],
  },
  {
    name: 'receipts that are not there',
    caller: headroom,
    asks: [
      get(`/v1/denials/${NIL}`),
      get(`/api/v1/denials/${NIL}`),
      get('/v1/denials/no-id'),
      get(`/v1/denials/${NIL}/more`),
      get('/v1/denials'),
      get(`/v1/denials/%30${NIL.slice(1)}`),
    ],
    statuses: [404, 404, 404, 404, 404, 404],
  },
  {
    name: 'verification without a good token',
    asks: ['/v1/keys/verify', '/v1/keys/settle', '/api/v1/keys/verify'].flatMap((path) => [
      post(path, {}),
      post(path, {}, { authorization: `Bearer ${STRANGER}` }),
      post(path, {}, { authorization: 'Bearer hr_live_nope' }),
    ]),
    statuses: [401, 401, 401, 401, 401, 401, 401, 401, 401],
  },
  {
    name: 'methods that doors for services do not serve',
    asks: ['/v1/keys/verify', '/v1/keys/settle', '/v1/quota/check', '/v1/usage', '/v1/forward-auth'].map(
      (path) => ({ method: 'PUT', path }),
    ),
    statuses: [405, 405, 405, 405, 405],
  },
  {
    name: 'OPTIONS of doors for services',
    asks: ['/v1/keys/verify', '/v1/quota/check', '/v1/usage', `/v1/denials/${NIL}`, '/v1/forward-auth'].map(
      (path) => ({ method: 'OPTIONS', path }),
    ),
    statuses: [204, 204, 204, 204, 204],
  },
];
