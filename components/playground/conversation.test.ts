import { describe, expect, it } from 'vitest';
import { limitHeaders, newTurn, requestBody, type Settings, type Turn } from './conversation';

const settings: Settings = { model: 'm', system: '', maxTokens: '', temperature: '', stream: false };
const answered = (prompt: string, text: string): Turn => ({
  ...newTurn(1, prompt, 'm'),
  text,
  state: 'done',
});

describe('the body of a call', () => {
  it('leaves to the model what was left empty', () => {
    expect(requestBody(settings, [], 'Hi')).toEqual({
      model: 'm',
      messages: [{ role: 'user', content: 'Hi' }],
    });
  });

  it('begins with the system prompt, then what was said, oldest first', () => {
    const turns = [answered('One?', '1'), answered('Two?', '2')];
    expect(requestBody({ ...settings, system: 'Be short.' }, turns, 'Three?')).toMatchObject({
      messages: [
        { role: 'system', content: 'Be short.' },
        { role: 'user', content: 'One?' },
        { role: 'assistant', content: '1' },
        { role: 'user', content: 'Two?' },
        { role: 'assistant', content: '2' },
        { role: 'user', content: 'Three?' },
      ],
    });
  });

  it('leaves out questions that were refused: their answers would be missing', () => {
    const refused: Turn = { ...newTurn(1, 'Refused?', 'm'), state: 'failed', error: '{}' };
    expect(requestBody(settings, [refused], 'Again?')).toMatchObject({
      messages: [{ role: 'user', content: 'Again?' }],
    });
  });

  it('keeps what arrived of an answer that was stopped', () => {
    const stopped: Turn = { ...answered('Count', '1, 2'), state: 'stopped' };
    expect(requestBody(settings, [stopped], 'Go on')).toMatchObject({
      messages: [{ content: 'Count' }, { content: '1, 2' }, { content: 'Go on' }],
    });
  });

  it('asks for figures, and for the usage of a stream', () => {
    const body = requestBody({ ...settings, maxTokens: '50', temperature: '0.5', stream: true }, [], 'Hi');
    expect(body).toMatchObject({
      max_tokens: 50,
      temperature: 0.5,
      stream: true,
      stream_options: { include_usage: true },
    });
  });
});

it('shows the headers that speak of limits, in the published spelling and order', () => {
  const headers = new Headers({
    'x-request-id': 'r',
    'content-type': 'text/plain',
    'x-ratelimit-remaining': '9',
    'x-ratelimit-limit': '10',
  });
  expect(limitHeaders(headers, ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-Request-Id'])).toEqual([
    ['X-RateLimit-Limit', '10'],
    ['X-RateLimit-Remaining', '9'],
    ['X-Request-Id', 'r'],
  ]);
});
