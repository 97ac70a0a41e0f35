import { expect, test } from 'vitest';
import { usageCsv } from './csv';

const row = (group: string) => ({
  start: '2026-05-05T10:00:00.000Z',
  group,
  requests: 3,
  tokens_in: 20,
  tokens_out: 5,
  cost_micros: 1200,
  denied: 1,
});
const csv = (names: Record<string, string>) =>
  usageCsv({
    data: Object.keys(names).map(row),
    totals: row(''),
    groups: names,
    filters: {},
    from: '',
    to: '',
  });

test('the rows are the ones of the JSON answer, with names', () => {
  expect(csv({ k1: 'My key, "old"' })).toBe(
    'start,group,name,requests,tokens_in,tokens_out,cost_micros,denied\n' +
      '2026-05-05T10:00:00.000Z,k1,"My key, ""old""",3,20,5,1200,1\n',
  );
});

test.each(['=HYPERLINK("x")', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])(
  'a cell that starts like %j is no formula',
  (name) => {
    const cell = csv({ k1: name }).split('\n')[1]?.split(',')[2] ?? '';
    expect(cell.replace(/^"/, '').startsWith("'")).toBe(true);
  },
);
