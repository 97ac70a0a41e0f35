import { expect, test } from 'vitest';
import { safeCallback } from './callback-url';

test.each([
  ['/', '/'],
  ['/keys?q=a&status=all', '/keys?q=a&status=all'],
  ['/keys/0199', '/keys/0199'],
  [undefined, '/'],
  [['/keys', '/usage'], '/'],
  ['https://evil.example', '/'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['/sign-in?callbackUrl=/sign-in', '/'],
])('%j leads to %s', (url, target) => {
  expect(safeCallback(url)).toBe(target);
});
