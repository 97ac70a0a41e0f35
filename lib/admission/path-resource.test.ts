import { expect, it } from 'vitest';
import { resourceOfPath } from './path-resource';

it.each([
  ['/v1/chat/completions', 'chat'],
  ['/api/v1/chat/completions', 'chat'],
  ['/api/chat', 'chat'],
  ['/api/chat/more', 'chat'],
  ['/api/v3/llm/call', 'chat'],
  ['/chat/completions', 'chat'],
  ['/v1/images/variations', 'images'],
  ['/v1/audio/speech', 'audio'],
  ['/v1/models/a/b', 'models'],
  ['/upload/stream', 'uploads'],
  ['/v1/files/1', 'files'],
  ['/api/quota', 'quota'],
  ['/v1/nothing', 'unknown'],
  ['/v1/constructor', 'unknown'],
  ['/v1', 'unknown'],
  ['/', 'unknown'],
])('%s belongs to %s', (path, resource) => {
  expect(resourceOfPath(path)).toBe(resource);
});
