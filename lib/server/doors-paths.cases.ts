import { at, chat, type DoorCase, get, MODEL } from './doors.cases';

const headroom = { catalog: 'headroom' };

/** Paths and methods that are not served, or not in this spelling: what both doors must answer alike. */
export const PATH_CASES: readonly DoorCase[] = [
  {
    name: 'unknown paths',
    asks: [
      get('/v1'),
      get('/api/v1'),
      get('/v1/nothing'),
      get('/api/v1/nothing/at/all'),
      { ...get('/v1/nothing'), method: 'DELETE' },
    ],
    statuses: [404, 404, 404, 404, 404],
  },
  {
    name: 'unknown paths beside the vendors’ own, and without /v1',
    asks: [
      get('/api/v3'),
      get('/api/v3/llm/calls'),
      at('/api/chat/completions', chat(MODEL)),
      get('/api/quota/more'),
      get('/upload'),
      { method: 'PUT', path: '/upload/a/b/c/d' },
      at('/chat/completions', chat(MODEL)),
      get('/models'),
      get('/embeddings/x'),
      at('/v1/v1/chat/completions', chat(MODEL)),
      get('/api'),
      get('/api/nothing'),
      { ...get('/api/nothing/at/all'), method: 'DELETE' },
      { ...get('/api/v2/chat'), method: 'OPTIONS' },
    ],
    statuses: Array(14).fill(404),
  },
  ...['headroom', 'zihin', 'priority'].map((catalog) => ({
    name: `unknown paths and methods with a key of ${catalog}`,
    caller: { catalog },
    asks: [
      at('/chat/completions', chat(MODEL)),
      get('/api/v3/llm'),
      get('/api/chat/x'),
      get('/api/nothing'),
      get('/v1/chat/completions'),
      { method: 'PUT', path: '/v1/quota' },
    ],
    statuses: [404, 404, 404, 404, 405, 405],
  })),
  { name: 'an unknown path, with a key', caller: headroom, asks: [get('/v1/nothing')], statuses: [404] },
  {
    name: 'trailing and double slashes',
    caller: headroom,
    asks: [
      get('/v1/models/'),
      get('//v1/models'),
      get('/v1//models'),
      at('/v1/chat/completions/', chat(MODEL)),
    ],
    statuses: [308, 308, 308, 308],
  },
  {
    name: 'escaped and climbing paths',
    caller: headroom,
    asks: [get('/v1/%6dodels'), get('/v1/x/../models'), get('/v1/models/%2e%2e')],
    statuses: [],
  },
  {
    name: 'methods that a path does not serve',
    asks: ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'].map((method) => ({
      method,
      path: '/v1/chat/completions',
    })),
    statuses: [405, 405, 405, 405, 405],
  },
  {
    name: 'methods on a path that is read',
    caller: headroom,
    asks: ['POST', 'PUT', 'PATCH', 'DELETE'].map((method) => ({ method, path: '/v1/quota' })),
    statuses: [405, 405, 405, 405],
  },
  { name: 'methods nobody knows', asks: [{ method: 'PROPFIND', path: '/v1/models' }], statuses: [400] },
  {
    name: 'HEAD',
    caller: headroom,
    asks: [
      { method: 'HEAD', path: '/v1/models' },
      { method: 'HEAD', path: '/v1/x' },
    ],
    statuses: [200, 404],
  },
  {
    name: 'OPTIONS, bare and as a preflight',
    asks: [
      { method: 'OPTIONS', path: '/v1/quota' },
      {
        method: 'OPTIONS',
        path: '/v1/chat/completions',
        headers: { origin: 'https://app.example', 'access-control-request-method': 'POST' },
      },
    ],
    statuses: [204, 204],
  },
];
