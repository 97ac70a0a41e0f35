import { expect, test } from 'vitest';
import { fit } from './palette-filter';

const ALERTS = ['threshold', 'webhook', 'e-mail', 'notify', 'budget', 'delivery'];

test('what is typed must begin words: letters scattered over an entry find nothing', () => {
  expect(fit('page Alerts', 'robot', ALERTS)).toBe(0);
  expect(fit('key Warehouse robot ab12', 'robot')).toBe(1);
  expect(fit('key Warehouse robot ab12', 'ware rob')).toBe(1);
  expect(fit('page API keys', 'api k')).toBe(1);
});

test('a name fits better than a keyword, a keyword better than the middle of a word', () => {
  const name = fit('page Alerts', 'alert', ALERTS);
  const keyword = fit('page Alerts', 'webh', ALERTS);
  const middle = fit('key Production 0199d1a0-0000-7000-8000-00000000beef', 'beef');
  expect(name).toBeGreaterThan(keyword);
  expect(keyword).toBeGreaterThan(middle);
  expect(middle).toBeGreaterThan(0);
});

test('nothing typed fits everything', () => {
  expect(fit('page Alerts', '  ')).toBe(1);
});
