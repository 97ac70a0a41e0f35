import type { LimitState } from '../../limits/decision';
import { besideMinute, type Case, doc, REQUESTS, refusedBy, requestHeaders, resource } from './case.cases';
import { denial, images, keyView, perDay, rpm, tokensPerDay, tpm } from './situations.cases';

const TOKENS = 'key:tokens/*/rolling 60000';
const DAY = 'key:requests/*/day UTC';
const TOKENS_A_DAY = 'key:tokens/*/rolling 86400000';
const minute = rpm(50, 50);
const pictures = images(5);
const wholeMinute = rpm(50, 50, 1_709_251_248_000);
const refusedMinute = (by: LimitState, ms: number): Pick<Case, 'view' | 'denied'> => ({
  view: keyView([by]),
  denied: denial('rate_limit_exceeded', by, ms, [by]),
});

/** OpenAI's envelope around a rate's refusal, which names the limit and the wait. */
const openaiRate = (limit: string, words: string, wait: string): object => ({
  error: {
    message: `Rate limit exceeded: ${words}. Try again in ${wait}.`,
    type: 'rate_limit_error',
    param: null,
    code: 'rate_limit_exceeded',
    limit,
    doc_url: doc('rate_limit_exceeded'),
  },
});

/** The three bodies of the pages, word by word. */
const published = (seconds: number, details: object, wait = `${seconds} seconds`) => ({
  ajstudioz: {
    error: {
      code: 'rate_limit_exceeded',
      message: 'Rate limit exceeded. Please wait before retrying.',
      retry_after: seconds,
    },
  },
  zihin: {
    error: 'rate_limit_exceeded',
    message: `Rate limit exceeded. Try again in ${wait}.`,
    details: { ...details, retry_after: seconds },
    status: 'error',
  },
  priority: {
    error: {
      type: 'rate_limit_error',
      message: `Rate limit exceeded. Please retry after ${wait}.`,
      code: 'rate_limit_exceeded',
    },
  },
});

export const RATES: Case[] = [
  {
    name: 'refused by the rolling minute',
    ...refusedMinute(minute, 12_000),
    status: 429,
    trio: ['50', '0', '1709251200', '12'],
    retry: { 'Retry-After': '12', 'retry-after-ms': '12000' },
    priority: { ...resource, 'X-RateLimit-Used': '50' },
    house: {
      'RateLimit-Policy': REQUESTS.policy,
      RateLimit: `"${REQUESTS.id}";r=0;t=12`,
      ...requestHeaders('50', '0', '12s'),
    },
    bodies: {
      openai: {
        error: {
          message: 'Rate limit exceeded: 50 requests per minute for this key. Try again in 12 seconds.',
          type: 'rate_limit_error',
          param: null,
          code: 'rate_limit_exceeded',
          limit: REQUESTS.id,
          doc_url: doc('rate_limit_exceeded'),
        },
      },
      ajstudioz: {
        error: {
          code: 'rate_limit_exceeded',
          message: 'Rate limit exceeded. Please wait before retrying.',
          retry_after: 12,
        },
      },
      zihin: {
        error: 'rate_limit_exceeded',
        message: 'Rate limit exceeded. Try again in 12 seconds.',
        details: { limit: 50, remaining: 0, reset: 1_709_251_200, retry_after: 12 },
        status: 'error',
      },
      priority: {
        error: {
          type: 'rate_limit_error',
          message: 'Rate limit exceeded. Please retry after 12 seconds.',
          code: 'rate_limit_exceeded',
        },
      },
    },
  },
  {
    name: 'refused by the rolling minute for all of it: retry-after-ms stays below 60,000',
    ...refusedMinute(wholeMinute, 60_000),
    status: 429,
    trio: ['50', '0', '1709251248', '60'],
    retry: { 'Retry-After': '60', 'retry-after-ms': '59999' },
    priority: { ...resource, 'X-RateLimit-Used': '50' },
    house: {
      'RateLimit-Policy': REQUESTS.policy,
      RateLimit: `"${REQUESTS.id}";r=0;t=60`,
      ...requestHeaders('50', '0', '1m0s'),
    },
  },
  {
    name: 'refused by tokens a minute: the fields go on speaking of requests',
    ...refusedBy('rate_limit_exceeded', tpm(200_000), 6_500),
    status: 429,
    retry: { 'Retry-After': '7', 'retry-after-ms': '6500' },
    house: {
      ...besideMinute(`"${TOKENS}";q=200000;w=60;qu="tokens"`, `"${TOKENS}";r=0;t=7`),
      'x-ratelimit-limit-tokens': '200000',
      'x-ratelimit-remaining-tokens': '0',
      'x-ratelimit-reset-tokens': '6.5s',
    },
    bodies: {
      openai: openaiRate(TOKENS, '200,000 tokens per minute for this key', '7 seconds'),
      ...published(7, { limit: 200_000, remaining: 0, reset: 1_709_251_195 }),
    },
  },
  {
    name: 'refused with less than a second to wait: a whole one is told',
    ...refusedMinute(rpm(50, 50, 1_709_251_188_020), 20),
    status: 429,
    trio: ['50', '0', '1709251189', '1'],
    retry: { 'Retry-After': '1', 'retry-after-ms': '20' },
    priority: { ...resource, 'X-RateLimit-Used': '50' },
    house: {
      'RateLimit-Policy': REQUESTS.policy,
      RateLimit: `"${REQUESTS.id}";r=0;t=1`,
      ...requestHeaders('50', '0', '20ms'),
    },
    bodies: {
      openai: openaiRate(REQUESTS.id, '50 requests per minute for this key', '1 second'),
      ...published(1, { limit: 50, remaining: 0, reset: 1_709_251_189 }, '1 second'),
    },
  },
  {
    name: 'refused from memory: as the store refused',
    view: keyView([minute], { source: 'memory' }),
    denied: denial('rate_limit_exceeded', minute, 12_000, [minute]),
    status: 429,
    trio: ['50', '0', '1709251200', '12'],
    retry: { 'Retry-After': '12', 'retry-after-ms': '12000' },
    priority: { ...resource, 'X-RateLimit-Used': '50' },
    house: {
      'RateLimit-Policy': REQUESTS.policy,
      RateLimit: `"${REQUESTS.id}";r=0;t=12`,
      ...requestHeaders('50', '0', '12s'),
    },
  },
  {
    name: "refused by one resource's minute: the fields speak of that limit",
    view: keyView([rpm(50, 8), pictures], { resource: 'images' }),
    denied: denial('rate_limit_exceeded', pictures, 30_000, [rpm(50, 8), pictures]),
    status: 429,
    trio: ['5', '0', '1709251218', '30'],
    retry: { 'Retry-After': '30', 'retry-after-ms': '30000' },
    priority: { 'X-RateLimit-Resource': 'images', 'X-Request-Priority': '2', 'X-RateLimit-Used': '5' },
    house: {
      'RateLimit-Policy': `${REQUESTS.policy}, "${pictures.id}";q=5;w=60`,
      RateLimit: `"${REQUESTS.id}";r=42;t=12, "${pictures.id}";r=0;t=30`,
      ...requestHeaders('5', '0', '30s'),
    },
    bodies: {
      openai: openaiRate(pictures.id, '5 image requests per minute for this key', '30 seconds'),
      ...published(30, { limit: 5, remaining: 0, reset: 1_709_251_218 }),
    },
  },
  {
    name: 'refused by the tokens of 24 hours: a wait that clients are told not to try to sit out',
    ...refusedBy('rate_limit_exceeded', tokensPerDay(100_000), 21_600_000),
    status: 429,
    retry: { 'Retry-After': '21600', 'retry-after-ms': '21600000', 'x-should-retry': 'false' },
    house: {
      ...besideMinute(`"${TOKENS_A_DAY}";q=100000;w=86400;qu="tokens"`, `"${TOKENS_A_DAY}";r=0;t=21600`),
      'x-ratelimit-limit-tokens': '100000',
      'x-ratelimit-remaining-tokens': '0',
      'x-ratelimit-reset-tokens': '6h0m0s',
    },
    bodies: {
      openai: openaiRate(TOKENS_A_DAY, '100,000 tokens per 24 hours for this key', '21600 seconds'),
      ...published(21_600, { limit: 100_000, remaining: 0, reset: 1_709_272_788 }),
    },
  },
  {
    name: 'refused by the day: the fields speak of the day, and clients are told not to retry soon',
    ...refusedBy('rate_limit_exceeded', perDay(10_000), 18_000_000),
    status: 429,
    trio: ['10000', '0', '1709269188', '18000'],
    retry: { 'Retry-After': '18000', 'retry-after-ms': '18000000', 'x-should-retry': 'false' },
    priority: { ...resource, 'X-RateLimit-Used': '10000' },
    house: {
      'RateLimit-Policy': `${REQUESTS.policy}, "${DAY}";q=10000;w=86400`,
      RateLimit: `"${REQUESTS.id}";r=47;t=12, "${DAY}";r=0;t=18000`,
      ...requestHeaders('10000', '0', '5h0m0s'),
    },
    bodies: {
      openai: openaiRate(DAY, '10,000 requests per day for this key', '18000 seconds'),
      ...published(18_000, { limit: 10_000, remaining: 0, reset: 1_709_269_188 }),
    },
  },
];
