import { expect, it } from 'vitest';
import { denial, keyView, rpm } from './cases/situations.cases';
import { denialMessage } from './message';

it.each([
  ['images', '5 image requests per minute'],
  ['audio', '5 audio requests per minute'],
  ['address', '5 address requests per minute'],
  ['constructor', '5 constructor requests per minute'],
])('a limit on %s is told in English, and under the name that another service gave it', (resource, words) => {
  const state = rpm(5, 5);
  const by = { ...state, limit: { ...state.limit, resource } };
  expect(denialMessage(keyView([by]), denial('rate_limit_exceeded', by, 30_000, [by]))).toContain(words);
});
