import fc from 'fast-check';
import { plainPng } from '../../demo/upstream/png';
import type { OpenApiDocument } from '../../docs/api/describe-fields';
import { fuzzed, hostileText, junk, type Known, type Schema, type Schemas } from './values';

/** An operation of the OpenAPI document, and what it takes. */
export interface FuzzedOperation {
  id: string;
  method: string;
  path: string;
  /** Who may call: key holders, managers, or anybody. */
  audience: 'key' | 'management' | 'anyone';
  query: Record<string, Schema>;
  /** Names of the headers that it documents. */
  headers: string[];
  /** By content type. */
  bodies: [type: string, Schema][];
}

/** One call, ready to be sent. */
export interface FuzzedCall {
  operation: FuzzedOperation;
  method: string;
  /** With `{name}` where an id belongs that only the run knows. */
  path: string;
  /** What stands for each `{name}`: null where a known id does. */
  segments: Record<string, string | null>;
  query: string;
  headers: Record<string, string>;
  body: Buffer | null;
  caller: 'good' | 'other' | 'nobody' | 'bad';
}

interface Documented {
  security?: Record<string, unknown>[];
  parameters?: { in: string; name: string; schema?: Schema }[];
  requestBody?: { content: Record<string, { schema?: Schema }> };
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Every operation that the document lists. */
export function operationsOf(document: OpenApiDocument): FuzzedOperation[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const documented = item[method] as Documented | undefined;
      if (!documented) return [];
      const schemes = (documented.security ?? []).flatMap((one) => Object.keys(one));
      const query = (documented.parameters ?? []).filter((parameter) => parameter.in === 'query');
      const bodies = Object.entries(documented.requestBody?.content ?? {});
      return {
        id: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path,
        audience: schemes.includes('key') ? 'key' : schemes.length > 0 ? 'management' : 'anyone',
        headers: (documented.parameters ?? []).filter((one) => one.in === 'header').map(({ name }) => name),
        query: Object.fromEntries(query.map(({ name, schema }) => [name, schema ?? {}])),
        bodies: bodies.map(([type, { schema }]) => [type, schema ?? {}]),
      } satisfies FuzzedOperation;
    }),
  );
}

const HOSTILE_SEGMENTS = [
  '-',
  '0',
  'undefined',
  'null',
  '%00',
  '%2e%2e',
  '..%2f..%2fadmin',
  '%F0%9F%92%A9',
  '%ED%A0%80',
  '%E2%80%AE',
  "'%20OR%201=1--",
  'x'.repeat(2_000),
  '00000000-0000-0000-0000-000000000000',
  'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
  '019bbf0e-61c0-7000-8000-3f1d2c5a7b90%0a',
  '__proto__',
];

const segment: fc.Arbitrary<string | null> = fc.oneof(
  { weight: 8, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.uuid() },
  { weight: 2, arbitrary: fc.constantFrom(...HOSTILE_SEGMENTS) },
);

function queryOf(schemas: Record<string, Schema>, all: Schemas, known: Known): fc.Arbitrary<string> {
  const asText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  const pairs = Object.entries(schemas).map(([name, schema]) =>
    fc.oneof(
      { weight: 2, arbitrary: fc.constant<[string, string][]>([]) },
      {
        weight: 2,
        arbitrary: fuzzed(schema, all, known, name).map((value): [string, string][] => [
          [name, asText(value)],
        ]),
      },
      {
        weight: 1,
        arbitrary: fc.array(
          hostileText.map((text): [string, string] => [name, text]),
          { minLength: 1, maxLength: 2 },
        ),
      },
    ),
  );
  const stray = fc.array(fc.tuple(hostileText, hostileText), { maxLength: 1 });
  const none = fc.constant<[string, string][]>([]);
  const more = fc.oneof({ weight: 9, arbitrary: none }, { weight: 1, arbitrary: stray });
  return fc.tuple(...pairs, more).map((found) => new URLSearchParams(found.flat()).toString());
}

const asJson = (value: unknown): Buffer => Buffer.from(JSON.stringify(value) ?? 'null');

const PNG = plainPng(2, [200, 30, 30]);
const BOUNDARY = 'boundary-of-the-fuzz';
const ODD_FORMS = [
  '',
  `--${BOUNDARY}--`,
  `--${BOUNDARY}\r\n\r\n`,
  `--${BOUNDARY}\r\nContent-Disposition: form-data\r\n\r\nx`,
];

function formOf(value: unknown): Buffer {
  const fields = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const parts = fields.map(([name, one]) => {
    const isFile = name === 'file' || name === 'files' || name === 'image';
    const safe = name.replace(/["\r\n]/g, '_').slice(0, 100);
    const file = isFile ? '; filename="a.png"\r\nContent-Type: image/png' : '';
    const text = typeof one === 'string' ? one : (JSON.stringify(one) ?? '');
    const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${safe}"${file}\r\n\r\n`;
    // Every other file is one.
    const content = isFile && text.length % 2 === 0 ? PNG : Buffer.from(text);
    return Buffer.concat([Buffer.from(head), content, Buffer.from('\r\n')]);
  });
  return Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)]);
}

type Sent = { type: string; body: Buffer };

function bodyOf({ bodies, method }: FuzzedOperation, all: Schemas, known: Known): fc.Arbitrary<Sent | null> {
  if (method === 'GET') return fc.constant(null);
  const json = 'application/json';
  const raw: fc.Arbitrary<Sent> = fc
    .tuple(
      fc.constantFrom(json, 'text/plain', '', 'multipart/form-data', 'application/octet-stream'),
      fc.uint8Array({ maxLength: 80 }),
    )
    .map(([type, bytes]) => ({ type, body: Buffer.from(bytes) }));
  const odd = junk.map((value): Sent => ({ type: json, body: asJson(value) }));
  const good = bodies.map(([type, schema]): fc.Arbitrary<Sent> => {
    if (type === json) return fuzzed(schema, all, known).map((value) => ({ type, body: asJson(value) }));
    if (type !== 'multipart/form-data') {
      const noise = fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes));
      return fc.oneof(fc.constant(PNG), noise).map((body) => ({ type, body }));
    }
    const form = `${type}; boundary=${BOUNDARY}`;
    return fc.oneof(
      {
        weight: 6,
        arbitrary: fuzzed(schema, all, known).map((value) => ({ type: form, body: formOf(value) })),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom(...ODD_FORMS).map((text) => ({ type: form, body: Buffer.from(text) })),
      },
    );
  });
  const none = { weight: good.length === 0 ? 10 : 1, arbitrary: fc.constant(null) };
  return fc.oneof(
    ...good.map((arbitrary) => ({ weight: 10, arbitrary })),
    { weight: 1, arbitrary: raw },
    { weight: 1, arbitrary: odd },
    none,
  );
}

const MORE_HEADERS: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  {
    weight: 4,
    arbitrary: fc.constantFrom<Record<string, string>>(
      { accept: 'application/problem+json' },
      { accept: 'text/csv' },
      { accept: '*/*;q=0, text/html' },
      { 'idempotency-key': 'a'.repeat(255) },
      { 'idempotency-key': 'two words' },
      { 'x-headroom-workspace': '../..' },
      { origin: 'https://elsewhere.example' },
      { origin: 'null' },
      { range: 'bytes=-1,5-2' },
      { 'if-none-match': '"' },
      { 'x-forwarded-for': '1.2.3.4, ::1, nobody' },
      { cookie: 'headroom.workspace=%; next-auth.session-token=x.y.z' },
      { 'accept-language': 'x'.repeat(3_000) },
    ),
  },
);

const USUAL_HEADERS: Readonly<Record<string, readonly string[]>> = {
  'Tus-Resumable': ['1.0.0'],
  'Upload-Length': ['0', '75', '1024', '104857600'],
  'Upload-Offset': ['0', '1'],
  'Upload-Metadata': ['filename YS5wbmc=', 'filename YS5wbmc=,filetype aW1hZ2UvcG5n', 'filename'],
  'Content-Type': ['application/offset+octet-stream'],
};
const HOSTILE_HEADERS = [
  '',
  '-1',
  '1e309',
  '0x10',
  '99999999999999999999',
  'x'.repeat(3_000),
  'a,b',
  '\xe9',
  '%00',
];

/** What the document asks for, wrong or missing now and then. */
function headersOf({ headers }: FuzzedOperation): fc.Arbitrary<Record<string, string>> {
  const pairs = headers.map((name) =>
    fc.oneof(
      {
        weight: 12,
        arbitrary: fc.constantFrom(...(USUAL_HEADERS[name] ?? ['x'])).map((value) => [[name, value]]),
      },
      { weight: 1, arbitrary: fc.constantFrom(...HOSTILE_HEADERS).map((value) => [[name, value]]) },
      { weight: 1, arbitrary: fc.constant<string[][]>([]) },
    ),
  );
  return fc
    .tuple(...pairs)
    .map((found) =>
      Object.fromEntries(found.flat().map(([name = '', value = '']) => [name.toLowerCase(), value])),
    );
}

/** A call of an operation: what its schemas allow, with something wrong more often than not. */
export function callOf(operation: FuzzedOperation, all: Schemas, known: Known): fc.Arbitrary<FuzzedCall> {
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return fc
    .record({
      segments: fc.record(Object.fromEntries(names.map((name) => [name, segment]))),
      query: queryOf(operation.query, all, known),
      sent: bodyOf(operation, all, known),
      more: MORE_HEADERS,
      own: headersOf(operation),
      caller: fc.constantFrom<FuzzedCall['caller']>(
        'good',
        'good',
        'good',
        'good',
        'good',
        'other',
        'nobody',
        'bad',
      ),
      method: fc.oneof(
        { weight: 19, arbitrary: fc.constant(operation.method) },
        { weight: 1, arbitrary: fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS') },
      ),
    })
    .map(({ segments, query, sent, more, own, caller, method }) => ({
      operation,
      method,
      path: operation.path,
      segments,
      query,
      headers: { ...more, ...(sent?.type && { 'content-type': sent.type }), ...own },
      body: method === 'GET' || method === 'HEAD' ? null : (sent?.body ?? null),
      caller,
    }));
}
