import { expect, test } from 'vitest';
import { EMPTY_UPSTREAM_FORM, parseUpstreamForm, toUpstreamForm } from './upstream-form';

const filled = { ...EMPTY_UPSTREAM_FORM, name: 'OpenAI', baseUrl: 'https://api.openai.com/v1' };
const sent = {
  name: 'OpenAI',
  base_url: 'https://api.openai.com/v1',
  max_in_flight: null,
  connect_timeout_ms: 5_000,
  first_byte_timeout_ms: 60_000,
  idle_timeout_ms: 60_000,
};

test('a form becomes what the API takes, seconds as milliseconds', () => {
  expect(parseUpstreamForm(filled)).toEqual({ upstream: sent });
  expect(parseUpstreamForm({ ...filled, maxInFlight: '1,000', connect: '0.25' })).toEqual({
    upstream: { ...sent, max_in_flight: 1_000, connect_timeout_ms: 250 },
  });
});

test('a key is sent only where one is typed, and null only where it is to go', () => {
  expect(parseUpstreamForm({ ...filled, apiKey: ' sk-1 ' })).toEqual({
    upstream: { ...sent, api_key: 'sk-1' },
  });
  expect(parseUpstreamForm({ ...filled, removeKey: true })).toEqual({ upstream: { ...sent, api_key: null } });
  expect(parseUpstreamForm({ ...filled, removeKey: true, apiKey: 'sk-2' })).toEqual({
    upstream: { ...sent, api_key: 'sk-2' },
  });
});

test('an upstream read into the form and saved as it is does not change, its key included', () => {
  const view = {
    ...sent,
    id: 'u',
    has_key: true,
    max_in_flight: 7,
    enabled: false,
    models: 3,
    check: null,
    created_at: '2026-01-01T00:00:00.000Z',
  };
  expect(parseUpstreamForm(toUpstreamForm(view))).toEqual({ upstream: { ...sent, max_in_flight: 7 } });
});

test.each([
  [{ name: ' ' }, 'name'],
  [{ baseUrl: 'api.openai.com' }, 'baseUrl'],
  [{ apiKey: 'two words' }, 'apiKey'],
  [{ maxInFlight: '0' }, 'maxInFlight'],
  [{ connect: '61' }, 'connect'],
  [{ firstByte: '0' }, 'firstByte'],
  [{ idle: '1e3' }, 'idle'],
])('%o is told at its field', (change, field) => {
  expect(parseUpstreamForm({ ...filled, ...change })).toMatchObject({
    errors: { [field]: expect.any(String) },
  });
});
