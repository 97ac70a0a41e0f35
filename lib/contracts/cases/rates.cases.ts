import type { LimitState } from '../../limits/decision';
import { besideMinute, type Case, doc, REQUESTS, refusedBy, requestHeaders, resource } from './case.cases';
import { denial, keyView, perDay, rpm, tpm } from './situations.cases';

const TOKENS = 'key:tokens/*/rolling 60000';
const DAY = 'key:requests/*/day UTC';
const minute = rpm(50, 50);
const wholeMinute = rpm(50, 50, 1_709_251_248_000);
const refusedMinute = (by: LimitState, ms: number): Pick<Case, 'view' | 'denied'> => ({
  view: keyView([by]),
  denied: denial('rate_limit_exceeded', by, ms, [by]),
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
      openai: {
        error: {
          message: 'Rate limit exceeded: 200,000 tokens per minute for this key. Try again in 7 seconds.',
          type: 'rate_limit_error',
          param: null,
          code: 'rate_limit_exceeded',
          limit: TOKENS,
          doc_url: doc('rate_limit_exceeded'),
        },
      },
      ajstudioz: {
        error: {
          code: 'rate_limit_exceeded',
          message: 'Rate limit exceeded. Please wait before retrying.',
          retry_after: 7,
        },
      },
      zihin: {
        error: 'rate_limit_exceeded',
        message: 'Rate limit exceeded. Try again in 7 seconds.',
        details: { limit: 200_000, remaining: 0, reset: 1_709_251_195, retry_after: 7 },
        status: 'error',
      },
      priority: {
        error: {
          type: 'rate_limit_error',
          message: 'Rate limit exceeded. Please retry after 7 seconds.',
          code: 'rate_limit_exceeded',
        },
      },
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
      openai: {
        error: {
          message: 'Rate limit exceeded: 10,000 requests per day for this key. Try again in 18000 seconds.',
          type: 'rate_limit_error',
          param: null,
          code: 'rate_limit_exceeded',
          limit: DAY,
          doc_url: doc('rate_limit_exceeded'),
        },
      },
      ajstudioz: {
        error: {
          code: 'rate_limit_exceeded',
          message: 'Rate limit exceeded. Please wait before retrying.',
          retry_after: 18_000,
        },
      },
      zihin: {
        error: 'rate_limit_exceeded',
        message: 'Rate limit exceeded. Try again in 18000 seconds.',
        details: { limit: 10_000, remaining: 0, reset: 1_709_269_188, retry_after: 18_000 },
        status: 'error',
      },
      priority: {
        error: {
          type: 'rate_limit_error',
          message: 'Rate limit exceeded. Please retry after 18000 seconds.',
          code: 'rate_limit_exceeded',
        },
      },
    },
  },
];
