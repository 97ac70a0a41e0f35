import { expect, test } from 'vitest';
import { checkedBaseUrl } from './base-url';

const problem = (text: string, withKey = false): string => {
  try {
    return `accepted as ${checkedBaseUrl(text, withKey)}`;
  } catch (error) {
    return (error as Error).message;
  }
};

test.each([
  ['https://api.openai.com/v1', 'https://api.openai.com/v1'],
  ['https://API.OpenAI.com/v1///', 'https://api.openai.com/v1'],
  ['https://gateway.example:8443', 'https://gateway.example:8443'],
  ['http://127.0.0.1:11434/v1/', 'http://127.0.0.1:11434/v1'],
  ['http://[::1]:8000/v1', 'http://[::1]:8000/v1'],
  ['http://ollama:11434/v1', 'http://ollama:11434/v1'],
])('%s is kept as %s', (text, kept) => {
  expect(checkedBaseUrl(text, false)).toBe(kept);
});

test.each([
  ['', 'must be an address'],
  ['api.openai.com/v1', 'must be an address'],
  ['ftp://api.openai.com', 'must be an address'],
  ['javascript:alert(1)', 'must be an address'],
  ['https://me:secret@api.openai.com/v1', 'must not carry a name or password'],
  ['https://api.openai.com/v1?key=1', 'must not have a query'],
  ['https://api.openai.com/v1#x', 'must not have a query'],
  ['https://api.openai.com/v1?', 'must not have a query'],
  ['http://169.254.169.254/latest/meta-data', 'no provider'],
  ['http://[fe80::1]/v1', 'no provider'],
  ['http://[::ffff:169.254.169.254]/v1', 'no provider'],
  ['http://0.0.0.0:8000/v1', 'no provider'],
  ['http://2852039166/v1', 'no provider'],
  ['https://api.openai.com/v1/chat/completions', 'must end before'],
])('%s is refused: %s', (text, why) => {
  expect(problem(text)).toContain(why);
});

test.each([
  'http://127.0.0.1:8000/v1',
  'http://10.0.0.7/v1',
  'http://192.168.1.2/v1',
  'http://vllm/v1',
  'http://vllm.models.svc/v1',
  'http://gpu.internal/v1',
  'http://[fd00::7]/v1',
  'https://api.openai.com/v1',
])('a key may be sent to %s', (text) => {
  expect(checkedBaseUrl(text, true)).toBe(text);
});

test.each(['http://api.openai.com/v1', 'http://8.8.8.8/v1', 'http://localhost.evil.example/v1'])(
  'a key is never sent in the clear to %s',
  (text) => {
    expect(problem(text, true)).toContain('https://');
    expect(checkedBaseUrl(text, false)).toBe(text);
  },
);
