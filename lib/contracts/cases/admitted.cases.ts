import { besideMinute, type Case, REQUESTS, requestHeaders, resource } from './case.cases';
import { keyView, perMonth, rpm, tpm } from './situations.cases';

const MONTH = 'workspace:requests/*/month UTC 1';
const TOKENS = 'key:tokens/*/rolling 60000';

export const ADMITTED: Case[] = [
  {
    name: 'admitted: counters after this request',
    view: keyView([rpm(50, 3), tpm(1_200)]),
    trio: ['50', '47', '1709251200', '12'],
    priority: { ...resource, 'X-RateLimit-Used': '3' },
    house: {
      ...besideMinute(`"${TOKENS}";q=200000;w=60;qu="tokens"`, `"${TOKENS}";r=198800;t=7`),
      'x-ratelimit-limit-tokens': '200000',
      'x-ratelimit-remaining-tokens': '198800',
      'x-ratelimit-reset-tokens': '6.5s',
    },
  },
  {
    name: 'nothing counted: Reset is now',
    view: keyView([rpm(50, 0)], { resource: '' }),
    trio: ['50', '50', '1709251188', '0'],
    priority: { 'X-Request-Priority': '2', 'X-RateLimit-Used': '0' },
    house: {
      'RateLimit-Policy': REQUESTS.policy,
      RateLimit: `"${REQUESTS.id}";r=50`,
      ...requestHeaders('50', '50', '0s'),
    },
  },
  {
    name: 'session: no field of a minute',
    view: keyView([perMonth(1)], { principal: 'session' }),
    trio: null,
    priority: resource,
    house: { 'RateLimit-Policy': `"${MONTH}";q=10000`, RateLimit: `"${MONTH}";r=9999;t=2678412` },
  },
  {
    name: 'unlimited: Limit, Remaining and Reset are left out; Resource, Used and Priority stay',
    view: keyView([rpm(null, 3)], { priority: 4 }),
    trio: null,
    priority: { 'X-RateLimit-Resource': 'chat', 'X-RateLimit-Used': '3', 'X-Request-Priority': '4' },
    house: {},
  },
];
