import { describe, expect, test } from 'vitest';
import { formatAmount, formatMoney, limitName, windowWords } from './limit';

test.each([
  ['rolling 60000', 'per minute'],
  ['rolling 86400000', 'per 24 hours'],
  ['rolling 300000', 'per 5 minutes'],
  ['day UTC', 'per day'],
  ['month Asia/Kolkata 1', 'per month'],
  ['lifetime', 'in its lifetime'],
  ['concurrent', 'at once'],
  ['standing', 'stored'],
])('the window %s reads %s', (window, words) => {
  expect(windowWords(window)).toBe(words);
});

describe('the name of a limit', () => {
  test.each([
    ['requests', null, 'rolling 60000', 'Requests per minute'],
    ['cost', null, 'month UTC 1', 'Budget per month'],
    ['requests', 'uploads', 'concurrent', 'Concurrent uploads'],
    ['requests', null, 'concurrent', 'Concurrent requests'],
    ['requests', 'uploads', 'rolling 60000', 'Upload requests per minute'],
    ['tokens', 'chat', 'day UTC', 'Chat tokens per day'],
    ['cost', null, 'lifetime', 'Lifetime budget'],
    ['bytes', null, 'standing', 'Storage'],
  ])('%s of %s in %s is %s', (metric, resource, window, name) => {
    expect(limitName({ metric, resource, window })).toBe(name);
  });
});

describe('money', () => {
  test.each([
    [12_500_000, 'USD', '$12.50'],
    [12_509_999, 'USD', '$12.50'],
    [0, 'INR', '₹0.00'],
    [42, 'USD', '<$0.01'],
    [9_999, 'USD', '<$0.01'],
    [10_000, 'USD', '$0.01'],
    [1_234_567_890_000, 'INR', '₹1,234,567.89'],
  ])('%d micro-units of %s are %s', (micros, currency, text) => {
    expect(formatMoney(micros, currency)).toBe(text);
  });

  test('the cost of one request keeps its micro-units', () => {
    expect(formatMoney(42, 'USD', 'exact')).toBe('$0.000042');
    expect(formatMoney(1_234_567, 'USD', 'exact')).toBe('$1.234567');
  });
});

test('an amount is money, bytes or a figure by its metric', () => {
  expect(formatAmount('cost', 1_000_000, 'USD')).toBe('$1.00');
  expect(formatAmount('bytes', 2 ** 30, 'USD')).toBe('1\u2009GB');
  expect(formatAmount('requests', 12_345, 'USD')).toBe('12,345');
  expect(formatAmount('requests', 12_345, 'USD', true)).toBe('12.3\u2009k');
});
