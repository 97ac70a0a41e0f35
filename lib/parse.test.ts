import { expect, it } from 'vitest';
import * as z from 'zod';
import { AppError } from './errors';
import { createKeyInput } from './keys/schema';
import { parse } from './parse';

function refusal(schema: z.ZodType, value: unknown): AppError {
  try {
    parse(schema, value);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error('it was accepted');
}

it.each([
  [{ name: 'a', tier: 'pro' }, 'unknown_field', 'tier is not a known field.'],
  [
    { name: 'a', budget: { amount: '1', period: 'month', x: 1 } },
    'unknown_field',
    'budget.x is not a known field.',
  ],
  [{ name: 'a', rpm: 0 }, 'invalid_request', 'rpm must be at least 1.'],
  [{ name: 'a', rpm: 10_001 }, 'invalid_request', 'rpm must be at most 10,000.'],
  [{ name: 'a', rpm: 1.5 }, 'invalid_request', 'rpm must be a whole number.'],
  [{ name: 'a', rpm: '5' }, 'invalid_request', 'rpm must be a number.'],
  [{}, 'invalid_request', 'name is required.'],
  [{ name: '' }, 'invalid_request', 'name must not be empty.'],
  [{ name: 7 }, 'invalid_request', 'name must be a string.'],
  [
    { name: 'a', budget: { amount: '-5', period: 'month' } },
    'invalid_request',
    'budget.amount must be a non-negative amount such as "12.50".',
  ],
  [
    { name: 'a', budget: { amount: '5', period: 'year' } },
    'invalid_request',
    'budget.period must be one of: lifetime, month.',
  ],
  [{ name: 'x'.repeat(81) }, 'invalid_request', 'name must be at most 80 characters.'],
  [
    { name: 'a', expires_at: 'tomorrow' },
    'invalid_request',
    'expires_at must be a time like 2026-01-31T00:00:00Z.',
  ],
  [[], 'invalid_request', 'The body must be an object.'],
  [null, 'invalid_request', 'The body must be an object.'],
])('%j is refused in one sentence that names the field', (value, code, message) => {
  const error = refusal(createKeyInput, value);
  expect(error).toMatchObject({ code, message, status: 400 });
  expect(error.details.issues).toEqual(expect.arrayContaining([expect.any(Object)]));
});

it('an id of another form is told what ids are', () => {
  expect(refusal(z.strictObject({ id: z.uuid() }), { id: 'nope' }).message).toBe(
    'id must be an id (a UUID).',
  );
});

it('an unknown field with a long name is named in part', () => {
  expect(refusal(z.strictObject({}), { ['x'.repeat(5000)]: 1 }).message.length).toBeLessThan(100);
});

it.each(['a\0b', 'a\ud800'])('text that no database can store is refused, wherever it stands', (text) => {
  const schema = z.strictObject({ list: z.array(z.strictObject({ name: z.string() })) });
  expect(refusal(schema, { list: [{ name: 'ok' }, { name: text }] })).toMatchObject({
    message: 'list.1.name contains a character that is no text.',
  });
});
