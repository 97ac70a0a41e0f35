import { describe, expect, it } from 'vitest';
import type { PlanLimitInput } from '@/lib/workspaces/plans/schema';
import { changeWords, fromForm, fromText, type PlanBody, sameBody, toForm, toText } from './plan-form';

const limit = (given: Partial<PlanLimitInput> = {}): PlanLimitInput => ({
  metric: 'requests',
  resource: null,
  scope: 'key',
  window: 'rolling 60000',
  limit: 60,
  ceiling: null,
  custom: false,
  ...given,
});
const body = (limits: PlanLimitInput[], given: Partial<PlanBody> = {}): PlanBody => ({
  name: 'Free',
  api_access: true,
  priority: 1,
  limits,
  sizes: null,
  ...given,
});

describe('a plan as form and as text', () => {
  it('comes back the same from either', () => {
    const whole = body([
      limit({ ceiling: 10_000 }),
      limit({ metric: 'tokens', limit: null }),
      limit({ metric: 'cost', scope: 'workspace', window: 'month Asia/Kolkata 1', limit: 12_500_000 }),
      limit({ metric: 'bytes', scope: 'workspace', window: 'standing', limit: 2 ** 30 }),
      limit({ window: 'concurrent', limit: 0 }),
      limit({ window: 'day UTC', limit: null, custom: true }),
    ]);
    const sizes = {
      batch_files: 20,
      image_bytes: 25 * 2 ** 20 + 1,
      document_bytes: 0,
      video_bytes: 10 * 2 ** 30,
    };
    for (const each of [whole, { ...whole, sizes }]) {
      expect(fromForm(toForm(each))).toEqual({ body: each });
      expect(fromText(toText(each))).toEqual({ body: each });
    }
  });

  it('says which limit is wrong and what to enter', () => {
    const form = toForm(body([limit(), limit({ metric: 'tokens', ceiling: 50, limit: 60 })], { name: ' ' }));
    const typed = form.limits.map((row, i) => (i === 0 ? { ...row, amount: 'many' } : row));
    expect(fromForm({ ...form, limits: typed })).toEqual({
      errors: {
        name: 'Enter a name.',
        'key:requests/*/rolling 60000': 'Enter a whole number, 0 or more.',
        'key:tokens/*/rolling 60000': 'Keys up to: not less than the limit.',
      },
    });
  });

  it.each([
    ['batch_files', '0', 'Enter a whole number from 1 to 1,000.'],
    ['batch_files', '2.5', 'Enter a whole number from 1 to 1,000.'],
    ['image_bytes', '', 'Enter megabytes, 0 or more; a gigabyte is 1,024.'],
    ['video_bytes', '-1', 'Enter megabytes, 0 or more; a gigabyte is 1,024.'],
    ['document_bytes', '0.1', 'Enter megabytes that come to whole bytes.'],
    ['video_bytes', '5,242,881', 'Enter at most 5,242,880 MB (5 TB).'],
  ])('an upload size %s of %j is refused at its field', (field, typed, message) => {
    const form = toForm(body([]));
    const sizes = { ...form.sizes, included: true, [field]: typed };
    expect(fromForm({ ...form, sizes })).toEqual({ errors: { [field]: message } });
  });

  it.each([
    ['{', /^This is no JSON yet/],
    ['{"name":"x"}', /^api_access is not valid/],
    [toText(body([])).replace('"name"', '"title"'), /^name is not valid/],
    [toText(body([limit()])).replace('"metric": "requests"', '"metric": "calls"'), /^limits\.0\.metric/],
    [toText(body([limit()])).replace('rolling 60000', 'weekly'), /^limits\.0\.window must be like/],
    [toText(body([])).replace('"priority": 1', '"priority": 9'), /^priority must be at most 4/],
    [toText(body([])).replace('"priority": 1', '"priority": 1, "rank": 2'), /^rank is not a known field/],
  ])('the text %j is refused in one sentence', (text, message) => {
    expect(fromText(text)).toEqual({ error: expect.stringMatching(message) });
  });
});

it('names what an edit changes', () => {
  const before = body([limit(), limit({ metric: 'tokens' })]);
  const after = body([limit({ limit: 90 }), limit({ window: 'concurrent' })], { priority: 2 });
  expect(changeWords(before, after)).toEqual([
    'priority',
    'requests per minute',
    'concurrent requests added',
    'tokens per minute removed',
  ]);
  expect(changeWords(before, { ...before, limits: [...before.limits].reverse() })).toEqual([
    'order of the limits',
  ]);
  const sizes = { batch_files: 10, image_bytes: 1, document_bytes: 1, video_bytes: 1 };
  const uploads = { ...before, sizes };
  expect(changeWords(before, uploads)).toEqual(['uploads added']);
  expect(changeWords(uploads, before)).toEqual(['uploads removed']);
  expect(changeWords(uploads, { ...before, sizes: { ...sizes, batch_files: 11, video_bytes: 2 } })).toEqual([
    'files in a batch',
    'largest video',
  ]);
  expect(sameBody(before, { ...before })).toBe(true);
});
