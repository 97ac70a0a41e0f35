import { expect, test } from 'vitest';
import type { ManagedModelView } from '@/lib/models/schema';
import { emptyModelForm, parseModelForm, toModelForm, withChange } from './model-form';

const filled = {
  ...emptyModelForm('headroom', 'u1'),
  name: 'gpt-4o-mini',
  inputPrice: '0.15',
  outputPrice: '0.60',
};

test('a form becomes what the API takes, prices in micro-units per million', () => {
  expect(parseModelForm({ ...filled, contextTokens: '128,000' })).toEqual({
    model: {
      catalog: 'headroom',
      name: 'gpt-4o-mini',
      resource: 'chat',
      upstream_id: 'u1',
      upstream_model: 'gpt-4o-mini',
      meter: 'tokens',
      input_price: 150_000,
      output_price: 600_000,
      weight: 1,
      context_tokens: 128_000,
      max_output_tokens: 4_096,
      hides_tokens: false,
      reads_images: false,
      listed: true,
      enabled: true,
    },
  });
});

test('a model read into the form and saved as it is does not change', () => {
  const model: ManagedModelView = {
    id: 'm',
    catalog: 'headroom',
    currency: 'USD',
    name: 'whisper',
    resource: 'transcriptions',
    upstream: { id: 'u1', name: 'OpenAI', enabled: true },
    upstream_model: 'whisper-1',
    meter: 'seconds',
    input_price: 100_000_000,
    output_price: 0,
    price_version: 3,
    weight: 2,
    context_tokens: 1,
    max_output_tokens: 100,
    hides_tokens: true,
    reads_images: true,
    listed: false,
    enabled: false,
    position: 4,
  };
  const { id: _, currency: __, upstream, price_version: ___, position: ____, ...same } = model;
  expect(parseModelForm(toModelForm(model))).toEqual({ model: { ...same, upstream_id: upstream.id } });
});

test('another resource brings its usual meter', () => {
  const images = withChange(filled, { resource: 'images' });
  expect(images.meter).toBe('images');
  expect(withChange(images, { resource: 'transcriptions' }).meter).toBe('seconds');
  expect(withChange({ ...images, meter: 'tokens' }, { resource: 'chat' }).meter).toBe('tokens');
});

test('a model whose answers have no tokens needs no longest answer, and gets one again with a meter of tokens', () => {
  const images = withChange({ ...filled, hidesTokens: true, readsImages: true }, { resource: 'images' });
  expect(images).toMatchObject({ maxOutputTokens: '1', hidesTokens: false, readsImages: false });
  expect(withChange(images, { meter: 'tokens' })).toMatchObject({ maxOutputTokens: '4096' });
  expect(withChange(filled, { resource: 'embeddings' })).toMatchObject({ maxOutputTokens: '1' });
});

test('a side that a meter does not price is sent as 0', () => {
  const images = { ...filled, resource: 'images' as const, meter: 'images' as const, inputPrice: 'junk' };
  expect(parseModelForm(images)).toMatchObject({ model: { input_price: 0, output_price: 600_000_000_000 } });
});

test.each([
  [{ name: 'two words' }, 'name'],
  [{ name: '' }, 'name'],
  [{ upstreamId: '' }, 'upstreamId'],
  [{ inputPrice: '' }, 'inputPrice'],
  [{ outputPrice: 'free' }, 'outputPrice'],
  [{ inputPrice: '0', outputPrice: '0' }, 'outputPrice'],
  [{ weight: '0' }, 'weight'],
  [{ contextTokens: '1.5' }, 'contextTokens'],
  [{ maxOutputTokens: '99999999' }, 'maxOutputTokens'],
])('%o is told at its field', (change, field) => {
  expect(parseModelForm({ ...filled, ...change })).toMatchObject({ errors: { [field]: expect.any(String) } });
});
