import { expect, it } from 'vitest';
import { wantsProblem } from './contract';

it.each([
  ['application/problem+json', true],
  ['application/json, application/problem+json', true],
  ['Application/Problem+JSON;q=0.9, */*', true],
  ['application/problem+json;q=0', false],
  ['application/problem+json; q=0.0, application/json', false],
  ['application/problem+jsonp', false],
  ['application/json', false],
  ['*/*', false],
  [null, false],
])('Accept: %s asks for problem details: %s', (accept, asked) => {
  expect(wantsProblem(accept)).toBe(asked);
});
