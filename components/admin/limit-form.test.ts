import { describe, expect, it } from 'vitest';
import { type LimitInput, limitInput } from '@/lib/plans/schema';
import { emptyLimitForm, type LimitForm, parseCapacity, parseLimitForm, toLimitForm } from './limit-form';

const form = (over: Partial<LimitForm>): LimitForm => ({
  ...emptyLimitForm('UTC'),
  capacity: '100',
  ...over,
});

describe('the custom-limit form', () => {
  it('makes the limit the API takes', () => {
    expect(parseLimitForm(form({ capacity: '1,500', note: ' agreed by mail ' }))).toEqual({
      limit: {
        metric: 'requests',
        resource: '',
        scope: 'key',
        window: 'rolling 60000',
        capacity: 1500,
        note: 'agreed by mail',
      },
    });
    expect(
      parseLimitForm(form({ windowKind: 'month', zone: 'Asia/Kolkata', unlimited: true })),
    ).toMatchObject({
      limit: { window: 'month Asia/Kolkata 1', capacity: null },
    });
  });

  it('reads back every stored limit unchanged', () => {
    const limits: LimitInput[] = [
      { metric: 'cost', resource: '', scope: 'workspace', window: 'month UTC 15', capacity: 12_500_001 },
      {
        metric: 'bytes',
        resource: 'uploads',
        scope: 'workspace',
        window: 'standing',
        capacity: 25 * 2 ** 30,
      },
      {
        metric: 'tokens',
        resource: 'chat',
        scope: 'user',
        window: 'rolling 86400000',
        capacity: null,
        note: 'x',
      },
      { metric: 'requests', resource: '', scope: 'key', window: 'concurrent', capacity: 0 },
    ];
    for (const limit of limits) {
      expect(limitInput.parse(limit)).toEqual(limit);
      expect(parseLimitForm(toLimitForm(limit, 'UTC'))).toEqual({ limit });
    }
  });

  it.each([
    [{ capacity: '' }, 'capacity'],
    [{ capacity: '-1' }, 'capacity'],
    [{ capacity: '1.5' }, 'capacity'],
    [{ capacity: '9'.repeat(20) }, 'capacity'],
    [{ seconds: '0.5' }, 'seconds'],
    [{ windowKind: 'day', zone: 'Mars/Olympus' }, 'zone'],
    [{ windowKind: 'month', anchorDay: '32' }, 'anchorDay'],
    [{ windowKind: 'standing' }, 'windowKind'],
    [{ resource: 'x'.repeat(41) }, 'resource'],
    [{ note: 'x'.repeat(501) }, 'note'],
  ] as const)('says what is wrong with %o at %s', (over, field) => {
    const result = parseLimitForm(form(over as Partial<LimitForm>));
    expect('errors' in result && Object.keys(result.errors)).toEqual([field]);
  });
});

it('capacities are typed in money and megabytes where the metric is', () => {
  expect(parseCapacity('12.50', 'cost')).toBe(12_500_000);
  expect(parseCapacity('2', 'bytes')).toBe(2 * 2 ** 20);
  expect(parseCapacity('12.1234567', 'cost')).toMatch(/six decimals/);
});
