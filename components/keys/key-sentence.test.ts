import { describe, expect, test } from 'vitest';
import type { PlanView } from '@/lib/plans/schema';
import { EMPTY_KEY_FORM, type KeyFormValues } from './key-form';
import { keySentence } from './key-sentence';

const limit = (metric: string, capacity: number | null, ceiling: number | null = null) => ({
  metric,
  resource: null,
  scope: 'key',
  window: 'rolling 60000',
  limit: capacity,
  ceiling,
  custom: false,
});
const plan = (limits: PlanView['limits']): PlanView => ({
  id: 'p',
  slug: 'team',
  name: 'Team',
  rank: 2,
  api_access: true,
  priority: 2,
  limits,
});
const say = (fields: Partial<KeyFormValues>, limits = [limit('requests', 600)]) =>
  keySentence(
    { ...EMPTY_KEY_FORM, ...fields },
    { plan: plan(limits), currency: 'USD', nowMs: Date.parse('2026-11-22T12:00:00Z') },
  );

describe('the sentence of a key', () => {
  test.each([
    [{}, 'This key may make 600 requests a minute.'],
    [{ rpm: '60' }, 'This key may make 60 requests a minute.'],
    [{ rpm: '1' }, 'This key may make 1 request a minute.'],
    [{ rpm: '5000' }, 'This key may make 600 requests a minute, the most your plan allows.'],
    [{ rpm: 'x' }, 'This key may make 600 requests a minute.'],
    [{ rpm: '60', budget: '12.5' }, 'This key may make 60 requests a minute and spend $12.50 a month.'],
    [
      { budget: '5', period: 'lifetime' as const, tpm: '1000' },
      'This key may make 600 requests a minute, use 1,000 tokens a minute and spend $5.00 in all.',
    ],
    [
      { models: ['gpt-4o-mini'], ips: ['10.0.0.0/8'], expiry: '30' as const },
      'This key may make 600 requests a minute. It works only with gpt-4o-mini, from 10.0.0.0/8. It ends on 22 December 2026.',
    ],
  ])('%j', (fields, sentence) => {
    expect(say(fields)).toBe(sentence);
  });

  test('a ceiling above the plan’s default may be used', () => {
    expect(say({ rpm: '5000' }, [limit('requests', 60, 10_000)])).toBe(
      'This key may make 5,000 requests a minute.',
    );
  });

  test('unlimited is said as such', () => {
    expect(say({}, [limit('requests', null)])).toBe('This key may make any number of requests a minute.');
  });
});
