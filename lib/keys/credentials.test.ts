import { describe, expect, it } from 'vitest';
import { makeSecret } from '../secret';
import { keyOf } from './credentials';

const request = (headers: [string, string][], query = '') =>
  new Request(`http://127.0.0.1/v1/models${query}`, { headers });
const KEY = makeSecret('hr_live_');

describe('a key is taken', () => {
  it.each<[string, [string, string][]]>([
    ['as a Bearer', [['authorization', `Bearer ${KEY}`]]],
    ['as a bearer, in any case and spacing', [['Authorization', `bEARER   ${KEY}  `]]],
    ['as X-Api-Key', [['x-api-key', KEY]]],
    [
      'both ways at once, where they agree',
      [
        ['authorization', `Bearer ${KEY}`],
        ['x-api-key', KEY],
      ],
    ],
    [
      'beside a scheme that is none of ours',
      [
        ['authorization', 'Basic dXNlcjpwYXNz'],
        ['x-api-key', KEY],
      ],
    ],
  ])('%s', (_name, headers) => {
    expect(keyOf(request(headers))).toBe(KEY);
  });
});

it('no key is none, whatever else Authorization holds', () => {
  expect(keyOf(request([]))).toBeNull();
  for (const value of ['', 'Bearer', 'Bearer ', 'Basic dXNlcg==', KEY, 'Bearer a b']) {
    expect(keyOf(request([['authorization', value]]))).toBeNull();
  }
});

describe('it is a 400', () => {
  it.each<[string, [string, string][]]>([
    [
      'where both kinds differ',
      [
        ['authorization', `Bearer ${KEY}`],
        ['x-api-key', 'hr_live_other'],
      ],
    ],
    [
      'where Authorization is sent twice',
      [
        ['authorization', `Bearer ${KEY}`],
        ['authorization', 'Bearer hr_live_other'],
      ],
    ],
    [
      'where Authorization is sent twice alike',
      [
        ['authorization', `Bearer ${KEY}`],
        ['authorization', `Bearer ${KEY}`],
      ],
    ],
    [
      'where X-Api-Key is sent twice',
      [
        ['x-api-key', KEY],
        ['x-api-key', KEY],
      ],
    ],
  ])('%s', (_name, headers) => {
    expect(() => keyOf(request(headers))).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });
});

describe('a key in the URL', () => {
  const queries = [
    `?api_key=${KEY}`,
    `?key=${KEY}`,
    `?limit=2&x-api-key=anything`,
    `?access_token=x`,
    `?q=${KEY}`,
  ];
  it.each(queries)('%s is refused: 401 without a header, 400 beside one', (query) => {
    expect(() => keyOf(request([], query))).toThrow(expect.objectContaining({ code: 'unauthenticated' }));
    const sent: [string, string][] = [['x-api-key', KEY]];
    expect(() => keyOf(request(sent, query))).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });

  it('is not repeated in what its sender is told', () => {
    for (const query of queries) {
      try {
        keyOf(request([], query));
      } catch (error) {
        expect(JSON.stringify(error) + String(error)).not.toContain(KEY);
      }
    }
  });

  it('is no other parameter', () => {
    for (const query of ['?limit=2', '?key=name', '?group_by=key', '?model=gpt-4o', '?token=abc', '?']) {
      expect(keyOf(request([['x-api-key', KEY]], query))).toBe(KEY);
    }
  });
});
