import { expect, test } from 'vitest';
import { groupNamesShown, limitWords } from './limit-words';

test.each([
  ['key:requests/*/rolling 60000', 'Requests per minute of a key'],
  ['workspace:cost/*/month UTC 1', 'Budget per month of the workspace'],
  ['user:requests/images/day Asia/Kolkata', 'Image requests per day of a member'],
  ['requests/*/rolling 60000', 'Requests per minute'],
  ['budget_exceeded', 'Budget spent'],
  ['model_not_allowed', 'model not allowed'],
])('%s is "%s"', (id, words) => {
  expect(limitWords(id)).toBe(words);
});

test('only groups of limits are put in words here', () => {
  expect(groupNamesShown('limit', { '': 'Admitted', not_in_plan: 'not_in_plan' })).toEqual({
    '': 'Admitted',
    not_in_plan: 'Not in the plan',
  });
  expect(groupNamesShown('key', { not_in_plan: 'A key' })).toEqual({ not_in_plan: 'A key' });
});
