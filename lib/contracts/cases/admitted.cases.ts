import { besideMinute, type Case, REQUESTS, requestHeaders, resource } from './case.cases';
import { budgetOfMonth, images, keyView, perMonth, rpm, tokensPerDay, tpm } from './situations.cases';

const MONTH = 'workspace:requests/*/month UTC 1';
const TOKENS = 'key:tokens/*/rolling 60000';
const TOKENS_A_DAY = 'key:tokens/*/rolling 86400000';
const IMAGES = 'key:requests/images/rolling 60000';
const MONEY = 'key:cost/*/month UTC 1';

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
  {
    name: 'unlimited requests beside a limited month: the fields speak of the minute alone',
    view: keyView([rpm(null, 3), perMonth(1)]),
    trio: null,
    priority: { ...resource, 'X-RateLimit-Used': '3' },
    house: { 'RateLimit-Policy': `"${MONTH}";q=10000`, RateLimit: `"${MONTH}";r=9999;t=2678412` },
  },
  {
    name: 'the last that fits: 0 remain until the earliest use leaves',
    view: keyView([rpm(50, 50)]),
    trio: ['50', '0', '1709251200', '12'],
    priority: { ...resource, 'X-RateLimit-Used': '50' },
    house: {
      'RateLimit-Policy': REQUESTS.policy,
      RateLimit: `"${REQUESTS.id}";r=0;t=12`,
      ...requestHeaders('50', '0', '12s'),
    },
  },
  {
    name: 'a Reset within a second is told rounded up, never in the past',
    view: keyView([rpm(50, 3, 1_709_251_188_001)]),
    trio: ['50', '47', '1709251189', '1'],
    priority: { ...resource, 'X-RateLimit-Used': '3' },
    house: {
      'RateLimit-Policy': REQUESTS.policy,
      RateLimit: `"${REQUESTS.id}";r=47;t=1`,
      ...requestHeaders('50', '47', '1ms'),
    },
  },
  {
    name: 'tokens of 24 hours stand in the fields of every limit, and requests per minute in the others',
    view: keyView([rpm(50, 3), tokensPerDay(40_000)]),
    trio: ['50', '47', '1709251200', '12'],
    priority: { ...resource, 'X-RateLimit-Used': '3' },
    house: besideMinute(
      `"${TOKENS_A_DAY}";q=100000;w=86400;qu="tokens"`,
      `"${TOKENS_A_DAY}";r=60000;t=21600`,
    ),
  },
  {
    name: 'of two limits a minute the one of this resource with less left speaks',
    view: keyView([rpm(50, 3), images(2)], { resource: 'images' }),
    trio: ['5', '3', '1709251218', '30'],
    priority: { 'X-RateLimit-Resource': 'images', 'X-Request-Priority': '2', 'X-RateLimit-Used': '2' },
    house: {
      ...besideMinute(`"${IMAGES}";q=5;w=60`, `"${IMAGES}";r=3;t=30`),
      ...requestHeaders('5', '3', '30s'),
    },
  },
  {
    name: 'the limit of another resource says nothing about this request',
    view: keyView([rpm(50, 3), images(5)]),
    trio: ['50', '47', '1709251200', '12'],
    priority: { ...resource, 'X-RateLimit-Used': '3' },
    house: besideMinute(`"${IMAGES}";q=5;w=60`, `"${IMAGES}";r=0;t=30`),
  },
  {
    name: 'a session with a budget: no field of a minute',
    view: keyView([budgetOfMonth(1_000_000)], { principal: 'session' }),
    trio: null,
    priority: resource,
    house: {
      'RateLimit-Policy': `"${MONEY}";q=5000000;qu="cost"`,
      RateLimit: `"${MONEY}";r=4000000;t=2678412`,
    },
  },
  ...([1, 2, 3, 4] as const).map((priority) => ({
    name: `priority ${priority} and who decided are told`,
    view: keyView([rpm(50, 3)], { priority, source: 'local' as const }),
    trio: ['50', '47', '1709251200', '12'] as Case['trio'],
    priority: { ...resource, 'X-Request-Priority': `${priority}`, 'X-RateLimit-Used': '3' },
    house: {
      'RateLimit-Policy': REQUESTS.policy,
      RateLimit: `"${REQUESTS.id}";r=47;t=12`,
      ...requestHeaders('50', '47', '12s'),
    },
  })),
];
