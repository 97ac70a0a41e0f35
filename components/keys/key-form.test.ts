import { describe, expect, test } from 'vitest';
import { createKeyInput } from '@/lib/keys/schema';
import { controlFor, EMPTY_KEY_FORM, formOf, type KeyFormValues, keyFormResolver, toInput } from './key-form';
import { keyView } from './sample.test-data';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const form = (fields: Partial<KeyFormValues> = {}): KeyFormValues => ({
  ...EMPTY_KEY_FORM,
  name: 'a',
  ...fields,
});
const errorsOf = async (fields: Partial<KeyFormValues>) => {
  const result = await keyFormResolver(form(fields), undefined, {
    fields: {},
    shouldUseNativeValidation: false,
  });
  return Object.fromEntries(Object.entries(result.errors).map(([name, error]) => [name, error?.message]));
};

describe('what is sent', () => {
  test('a form with a name alone sets nothing else, and passes the server’s schema', () => {
    const input = toInput(form({ name: ' Production ' }), NOW);
    expect(input).toEqual({
      name: 'Production',
      plan: null,
      rpm: null,
      tpm: null,
      budget: null,
      expires_at: null,
      models: [],
      ips: [],
      scopes: [],
    });
    expect(createKeyInput.safeParse(input).success).toBe(true);
  });

  test('numbers may be typed with grouping', () => {
    expect(toInput(form({ rpm: '1,200', tpm: ' 100 000 ', budget: '1,250.50' }), NOW)).toMatchObject({
      rpm: 1200,
      tpm: 100_000,
      budget: { amount: '1250.50', period: 'month' },
    });
  });

  test('an expiry in days is that long from now; a date lasts to the end of that day here', () => {
    expect(toInput(form({ expiry: '30' }), NOW).expires_at).toBe('2026-12-22T12:00:00.000Z');
    const day = new Date(String(toInput(form({ expiry: 'date', expiryDate: '2026-12-31' }), NOW).expires_at));
    expect([day.getDate(), day.getHours(), day.getMinutes()]).toEqual([31, 23, 59]);
  });

  test('an edit keeps an existing expiry untouched', () => {
    const values = formOf(keyView({ expires_at: '2027-01-01T00:00:00Z', rpm: 60 }));
    expect(values).toMatchObject({ expiry: 'keep', rpm: '60' });
    expect(toInput(values, NOW).expires_at).toBeUndefined();
  });
});

describe('what is refused before it is sent', () => {
  test.each([
    [{ name: '  ' }, { name: 'Must not be empty.' }],
    [{ rpm: '0' }, { rpm: 'Must be at least 1.' }],
    [{ rpm: '10001' }, { rpm: 'Must be at most 10,000.' }],
    [{ rpm: 'many' }, { rpm: 'Must be a whole number.' }],
    [{ rpm: '1.5' }, { rpm: 'Must be a whole number.' }],
    [{ rpm: '1,5' }, { rpm: 'Must be a whole number.' }],
    [{ budget: '1,5' }, { budget: 'Must be a non-negative amount such as "12.50".' }],
    [{ budget: '-1' }, { budget: 'Must be a non-negative amount such as "12.50".' }],
    [{ expiry: 'date' as const }, { expiryDate: 'Choose the day on which the key ends.' }],
  ])('%j', async (fields, errors) => {
    expect(await errorsOf(fields)).toEqual(errors);
  });

  test('nothing, where all is well', async () => {
    expect(await errorsOf({ rpm: '60', budget: '12.5', expiry: '7' })).toEqual({});
  });
});

test('a field named by the server finds its control', () => {
  expect([controlFor('budget.amount'), controlFor('rpm'), controlFor('owner_id'), controlFor(7)]).toEqual([
    'budget',
    'rpm',
    null,
    null,
  ]);
});
