import { besideMinute, type Case, envelopes, REQUESTS, refusedBy, requestHeaders } from './case.cases';
import {
  budget,
  budgetOfMonth,
  denial,
  images,
  keyView,
  MONTH_END_MS,
  ofMonth,
  perMonth,
  uploads,
} from './situations.cases';

/** Refusals of what is counted by the month, of money, and of sessions. */

const NEVER = { 'x-should-retry': 'false' };
const MONTH_LEFT = { 'Retry-After': '2678412', 'retry-after-ms': '2678412000' };
const REQUESTS_A_MONTH = 'workspace:requests/*/month UTC 1';
const MONEY = 'key:cost/*/month UTC 1';
const UPLOADS = 'workspace:requests/uploads/concurrent';
const until = 'It resets at 2024-04-01T00:00:00.000Z. Upgrade the plan to go on now.';

/** A month of something other than requests is spent: the fields go on speaking of requests. */
function ofAMonth(metric: 'messages' | 'descriptions' | 'tokens', capacity: number, words: string): Case {
  const by = ofMonth(metric, capacity);
  const message = `Quota exceeded: ${words} per month for this workspace are used up. ${until}`;
  return {
    name: `refused by the month's ${metric}`,
    ...refusedBy('quota_exceeded', by, MONTH_END_MS - 1_709_251_188_000),
    status: 429,
    retry: { ...MONTH_LEFT, ...NEVER },
    house: {
      ...besideMinute(`"${by.id}";q=${capacity};qu="${metric}"`, `"${by.id}";r=0;t=2678412`),
      ...(metric === 'tokens' && {
        'x-ratelimit-limit-tokens': `${capacity}`,
        'x-ratelimit-remaining-tokens': '0',
        'x-ratelimit-reset-tokens': '744h0m12s',
      }),
    },
    bodies: {
      ...envelopes('quota_exceeded', 'insufficient_quota', message, by.id, 2_678_412, {}),
      zihin: {
        error: 'quota_exceeded',
        message: 'Monthly quota exceeded',
        details: { limit: capacity, used: capacity, reset_date: '2024-04-01T00:00:00.000Z' },
        status: 'error',
      },
    },
  };
}

const sessionMonth = perMonth(10_000);
const sessionMoney = budgetOfMonth(5_000_000);
const noMoney = budget(0, 0, 0);
const noImages = images(0, 0);

export const QUOTAS: Case[] = [
  ofAMonth('messages', 200, '200 messages'),
  ofAMonth('descriptions', 300, '300 descriptions'),
  ofAMonth('tokens', 5_000_000, '5,000,000 tokens'),
  {
    name: "a session refused by the month: the fields speak of the month's requests",
    view: keyView([sessionMonth], { principal: 'session' }),
    denied: denial('quota_exceeded', sessionMonth, 2_678_412_000, [sessionMonth]),
    status: 429,
    trio: ['10000', '0', '1711929600', '2678412'],
    retry: { ...MONTH_LEFT, ...NEVER },
    priority: { 'X-RateLimit-Resource': 'chat', 'X-Request-Priority': '2', 'X-RateLimit-Used': '10000' },
    house: {
      'RateLimit-Policy': `"${REQUESTS_A_MONTH}";q=10000`,
      RateLimit: `"${REQUESTS_A_MONTH}";r=0;t=2678412`,
      ...requestHeaders('10000', '0', '744h0m12s'),
    },
  },
  {
    name: "a session's spent money of the month is 402, and its own",
    view: keyView([sessionMoney], { principal: 'session' }),
    denied: denial('budget_exceeded', sessionMoney, 2_678_412_000, [sessionMoney]),
    status: 402,
    trio: null,
    retry: { ...MONTH_LEFT, ...NEVER },
    priority: { 'X-RateLimit-Resource': 'chat', 'X-Request-Priority': '2' },
    house: {
      'RateLimit-Policy': `"${MONEY}";q=5000000;qu="cost"`,
      RateLimit: `"${MONEY}";r=0;t=2678412`,
    },
    bodies: envelopes(
      'budget_exceeded',
      'insufficient_quota',
      'Budget exceeded: what is left of 5.00 INR per month for your session does not pay for this request. Raise the budget to go on.',
      MONEY,
      2_678_412,
      { limit: 5_000_000, remaining: 0, reset: 1_711_929_600, retry_after: 2_678_412 },
    ),
  },
  {
    name: 'a budget of 0 is money that is spent: 402',
    ...refusedBy('budget_exceeded', noMoney, null),
    status: 402,
    retry: NEVER,
    house: besideMinute(`"${noMoney.id}";q=0;qu="cost"`, `"${noMoney.id}";r=0`),
    bodies: envelopes(
      'budget_exceeded',
      'insufficient_quota',
      'Budget exceeded: the budget of this key is 0 and pays for no request. Raise it to go on.',
      noMoney.id,
      null,
      { limit: 0, remaining: 0 },
    ),
  },
  {
    name: 'a plan that gives no money says that it does not include what costs some',
    ...refusedBy('not_in_plan', noMoney, null),
    status: 403,
    retry: NEVER,
    house: besideMinute(`"${noMoney.id}";q=0;qu="cost"`, `"${noMoney.id}";r=0`),
    bodies: envelopes(
      'not_in_plan',
      'permission_error',
      'Your plan does not include requests that cost money: it gives this key a budget of 0. Upgrade the plan to use them.',
      noMoney.id,
      null,
      { limit: 0, remaining: 0 },
    ),
  },
  {
    name: 'a resource of which there is 0 is not in the plan, by its name',
    view: keyView([noImages], { resource: 'images' }),
    denied: denial('not_in_plan', noImages, null, [noImages]),
    status: 403,
    trio: ['0', '0', '1709251188', '0'],
    retry: NEVER,
    priority: { 'X-RateLimit-Resource': 'images', 'X-Request-Priority': '2', 'X-RateLimit-Used': '0' },
    house: {
      'RateLimit-Policy': `"${noImages.id}";q=0;w=60`,
      RateLimit: `"${noImages.id}";r=0`,
      ...requestHeaders('0', '0', '0s'),
    },
    bodies: envelopes(
      'not_in_plan',
      'permission_error',
      'Your plan does not include images. Upgrade the plan to use it.',
      noImages.id,
      null,
      { limit: 0, remaining: 0 },
    ),
  },
  {
    name: "refused by a workspace's uploads at a time: the message names concurrency",
    ...refusedBy('concurrency_limit_exceeded', uploads(), 1_000),
    status: 429,
    retry: { 'Retry-After': '1', 'retry-after-ms': '1000' },
    house: {
      ...besideMinute(`"${UPLOADS}";q=20;qu="concurrent-requests"`, `"${UPLOADS}";r=0`),
      'RateLimit-Policy': `${REQUESTS.policy}, "${UPLOADS}";q=20;qu="concurrent-requests"`,
    },
    bodies: envelopes(
      'concurrency_limit_exceeded',
      'concurrency_error',
      'Too many concurrent requests: at most 20 upload requests at a time for this workspace. Try again when one of them has finished.',
      UPLOADS,
      1,
      { limit: 20, remaining: 0, retry_after: 1 },
    ),
  },
  {
    name: 'a money claim that no budget could ever pay is 402, not 413',
    ...refusedBy('budget_exceeded', budget(0), null),
    status: 402,
    retry: NEVER,
    house: besideMinute(`"key:cost/*/lifetime";q=12500000;qu="cost"`, `"key:cost/*/lifetime";r=12500000`),
  },
];
