import { expect, it } from 'vitest';
import type { PlanLimitView } from '@/lib/plans/schema';
import { planTable } from './plan-table-model';

const limit = (given: Partial<PlanLimitView>): PlanLimitView => ({
  metric: 'requests',
  resource: null,
  scope: 'key',
  window: 'rolling 60000',
  limit: 60,
  ceiling: null,
  custom: false,
  ...given,
});
const plan = (slug: string, limits: PlanLimitView[], given = {}) => ({
  slug,
  limits,
  api_access: true,
  priority: 1,
  ...given,
});
const texts = (rows: ReturnType<typeof planTable>) =>
  rows.map((row) => [row.name, row.scope, ...row.cells.map((cell) => cell.text)]);

it('has a row for each limit that any plan has, and a cell for each plan', () => {
  const month = limit({ scope: 'workspace', window: 'month UTC 1', limit: 100_000 });
  const rows = planTable(
    [plan('a', [limit({}), month]), plan('b', [limit({ limit: null })]), plan('c', [limit({ limit: 0 })])],
    'USD',
  );
  expect(texts(rows)).toEqual([
    ['Requests per minute', 'each key', '60', 'Unlimited', 'Not included'],
    ['Requests per month', 'whole workspace', '100,000', 'No limit', 'No limit'],
  ]);
  expect(rows[0]?.cells.map((cell) => cell.absent)).toEqual([false, false, true]);
});

it('says what a key may be set to, and which numbers are agreed', () => {
  const [row] = planTable(
    [plan('a', [limit({ ceiling: 10_000 })]), plan('b', [limit({ limit: null, custom: true })])],
    'INR',
  );
  expect(row?.cells).toEqual([
    { text: '60', note: 'a key up to 10,000', absent: false },
    { text: 'Custom', note: null, absent: false },
  ]);
});

it('names access, priority and upload sizes only where plans differ or have them', () => {
  const sizes = { batch_files: 20, image_bytes: 25 * 2 ** 20, document_bytes: 2 ** 20, video_bytes: 2 ** 30 };
  const rows = planTable(
    [plan('a', [], { api_access: false }), plan('b', [], { priority: 4, sizes })],
    'USD',
  );
  expect(texts(rows)).toEqual([
    ['Files in a batch', 'each upload', 'None', '20'],
    ['Largest image', 'each upload', 'None', expect.stringMatching(/^25\sMi?B$/)],
    ['Largest document', 'each upload', 'None', expect.stringMatching(/^1\sMi?B$/)],
    ['Largest video', 'each upload', 'None', expect.stringMatching(/^1\sGi?B$/)],
    ['API keys', 'whole workspace', 'Not included', 'Included'],
    ['Priority when it is busy', 'whole workspace', 'Low', 'Critical'],
  ]);
});
