import { expect, it } from 'vitest';
import { readTranscriptionForm } from './transcription-form';

const URL = 'http://127.0.0.1/v1/audio/transcriptions';
const file = (bytes = 10) => new File([new Uint8Array(bytes)], 'a.wav', { type: 'audio/wav' });

function read(fields: [string, string | File][], type?: string) {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  const headers: HeadersInit = type === undefined ? {} : { 'content-type': type };
  return readTranscriptionForm(new Request(URL, { method: 'POST', body: form, headers }));
}
const raw = (body: string, type = 'multipart/form-data; boundary=x') =>
  readTranscriptionForm(new Request(URL, { method: 'POST', body, headers: { 'content-type': type } }));

/** An object and newer lists, as OpenAI's SDKs write them. */
const MORE: [string, string][] = [
  ['chunking_strategy[type]', 'server_vad'],
  ['chunking_strategy[prefix_padding_ms]', '300'],
  ['chunking_strategy[silence_duration_ms]', '200'],
  ['chunking_strategy[threshold]', '0.5'],
  ['keywords[]', 'Ada'],
  ['keywords[]', 'Lovelace'],
  ['languages[]', 'en'],
];

it('every documented field passes, lists in their order, and the file keeps its bytes and name', async () => {
  const {
    fields,
    entries,
    file: sent,
  } = await read([
    ['file', file(12)],
    ['model', 'whisper-1'],
    ['language', 'en'],
    ['prompt', 'Names: Ada.'],
    ['response_format', 'verbose_json'],
    ['temperature', '0.2'],
    ['stream', 'false'],
    ['chunking_strategy', 'auto'],
    ['timestamp_granularities[]', 'word'],
    ['timestamp_granularities[]', 'segment'],
    ['include[]', 'logprobs'],
    ...MORE,
  ]);
  expect(fields.model).toBe('whisper-1');
  expect(fields['timestamp_granularities[]']).toEqual(['word', 'segment']);
  expect(entries.map(([name]) => name)).toEqual([
    'language',
    'prompt',
    'response_format',
    'temperature',
    'stream',
    'chunking_strategy',
    'timestamp_granularities[]',
    'timestamp_granularities[]',
    'include[]',
    ...MORE.map(([name]) => name),
  ]);
  expect([sent.name, sent.size]).toEqual(['a.wav', 12]);
});

it.each([
  ['no file', [['model', 'm']], 'file', 'invalid_request'],
  [
    'text for a file',
    [
      ['model', 'm'],
      ['file', 'x'],
    ],
    'file',
    'invalid_request',
  ],
  [
    'an empty file',
    [
      ['model', 'm'],
      ['file', file(0)],
    ],
    'file',
    'invalid_request',
  ],
  [
    'two files',
    [
      ['model', 'm'],
      ['file', file()],
      ['file', file()],
    ],
    'file',
    'invalid_request',
  ],
  [
    'a file for text',
    [
      ['model', file()],
      ['file', file()],
    ],
    'model',
    'invalid_request',
  ],
  ['no model', [['file', file()]], 'model', 'invalid_request'],
  [
    'a field twice',
    [
      ['model', 'm'],
      ['model', 'n'],
      ['file', file()],
    ],
    'model',
    'invalid_request',
  ],
  [
    'an unknown field',
    [
      ['model', 'm'],
      ['colour', 'red'],
      ['file', file()],
    ],
    'colour',
    'unknown_field',
  ],
  [
    'a name of every object',
    [
      ['model', 'm'],
      ['__proto__', 'x'],
      ['file', file()],
    ],
    '__proto__',
    'unknown_field',
  ],
  [
    'a format nobody knows',
    [
      ['model', 'm'],
      ['response_format', 'doc'],
      ['file', file()],
    ],
    'response_format',
    'invalid_request',
  ],
  [
    'a hot temperature',
    [
      ['model', 'm'],
      ['temperature', '2'],
      ['file', file()],
    ],
    'temperature',
    'invalid_request',
  ],
  [
    'a stream',
    [
      ['model', 'm'],
      ['stream', 'yes'],
      ['file', file()],
    ],
    'stream',
    'invalid_request',
  ],
] as [string, [string, string | File][], string, string][])(
  '%s is refused by name',
  async (_, fields, param, code) => {
    await expect(read(fields)).rejects.toMatchObject({ code, details: { param } });
  },
);

it('a file of more than 25 MB, and a body that could not be one, are too large', async () => {
  const large = file((25 << 20) + 1);
  await expect(
    read([
      ['model', 'm'],
      ['file', large],
    ]),
  ).rejects.toMatchObject({ code: 'file_too_large', status: 413 });
  const body = new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(1 << 20)),
  });
  const headers = { 'content-type': 'multipart/form-data; boundary=x' };
  const endless: RequestInit & { duplex: 'half' } = { method: 'POST', body, headers, duplex: 'half' };
  await expect(readTranscriptionForm(new Request(URL, endless))).rejects.toMatchObject({
    code: 'body_too_large',
  });
  const told = { ...headers, 'content-length': `${27 << 20}` };
  const request = new Request(URL, { method: 'POST', body: 'x', headers: told });
  await expect(readTranscriptionForm(request)).rejects.toMatchObject({ code: 'body_too_large' });
});

it.each([
  ['JSON', '{}', 'application/json'],
  ['a form without files', 'model=m', 'application/x-www-form-urlencoded'],
  ['no boundary', '--x--', 'multipart/form-data'],
  ['no parts', 'hello', undefined],
  [
    'a part that breaks off',
    '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc',
    undefined,
  ],
  ['a part without a name', '--x\r\nContent-Type: text/plain\r\n\r\nabc\r\n--x--\r\n', undefined],
])('%s is refused', async (_, body, type) => {
  await expect(raw(body, type)).rejects.toMatchObject({ code: 'invalid_request', status: 400 });
});

it('a form of very many fields is read no further than the first too many', async () => {
  const field = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n';
  const chunk = new TextEncoder().encode(field.repeat(1_000));
  let read = 0;
  const body = new ReadableStream(
    {
      pull(controller) {
        read += 1;
        controller.enqueue(chunk);
      },
    },
    { highWaterMark: 0 },
  );
  const headers = { 'content-type': 'multipart/form-data; boundary=x' };
  const endless: RequestInit & { duplex: 'half' } = { method: 'POST', body, headers, duplex: 'half' };
  await expect(readTranscriptionForm(new Request(URL, endless))).rejects.toMatchObject({
    code: 'invalid_request',
    message: 'The form has more fields than it may have.',
  });
  expect(read).toBeLessThanOrEqual(2);
});
