import { expect, test } from 'vitest';
import { isCurrent } from './nav-items';

test.each([
  ['/', '/', true],
  ['/', '/keys', false],
  ['/keys', '/keys', true],
  ['/keys', '/keys/0199', true],
  ['/keys', '/keyset', false],
])('the item %s on the page %s: current %s', (href, pathname, current) => {
  expect(isCurrent(href, pathname)).toBe(current);
});
