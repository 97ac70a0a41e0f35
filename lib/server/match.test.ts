import { describe, expect, it } from 'vitest';
import { handlerFor, matchRoute, type RouteTable } from './match';

const answer = () => new Response();
const chat = { POST: answer };
const model = { GET: answer };
const rest = { GET: answer };
const table: RouteTable = {
  exact: new Map([['/v1/chat/completions', chat]]),
  tails: [{ prefix: '/v1/models/', name: 'model', module: model }],
  fallback: { prefixes: ['/v1/'], module: rest },
};

describe('the lane takes', () => {
  it('an exact path', () => {
    expect(matchRoute(table, '/v1/chat/completions')).toEqual({ module: chat, params: {} });
  });

  it('a name with slashes, as its segments', () => {
    expect(matchRoute(table, '/v1/models/openai/gpt-4o-mini')).toEqual({
      module: model,
      params: { model: ['openai', 'gpt-4o-mini'] },
    });
    expect(matchRoute(table, '/v1/models/gemma3:27b')?.params).toEqual({ model: ['gemma3:27b'] });
  });

  it('an unknown path below /v1, to say so in JSON', () => {
    expect(matchRoute(table, '/v1/nothing/here')?.module).toBe(rest);
  });
});

describe('the lane leaves to Next', () => {
  it.each([
    '/',
    '/keys',
    '/v1',
    '/v1/',
    '/v1/chat/completions/',
    '//v1/chat/completions',
    '/v1//models',
    '/v1/models/../chat/completions',
    '/v1/models/openai%2Fgpt-4o-mini',
    '/v1/models/a\\b',
    'http://127.0.0.1/v1/chat/completions',
    '*',
    '',
  ])('%s', (path) => {
    expect(matchRoute(table, path)).toBeNull();
  });

  it('methods that Next itself refuses', () => {
    expect(handlerFor(chat, 'PROPFIND')).toBeNull();
    expect(handlerFor({ ...chat, constructor: answer }, 'constructor')).toBeNull();
  });
});

it('HEAD is GET where a route has no HEAD of its own', () => {
  expect(handlerFor(model, 'HEAD')).toBe(answer);
  expect(handlerFor(chat, 'HEAD')).toBeNull();
});
