import type { Question } from '../testing/doors';
import type { DoorCase } from './doors.cases';

/** Streamed uploads, and the files they leave. */

const upload = (body: string, query = '?filename=a.txt', headers: Record<string, string> = {}): Question => ({
  method: 'POST',
  path: `/upload/stream${query}`,
  headers,
  body,
});
const get = (path: string, headers: Record<string, string> = {}): Question => ({ path, headers });
const send = (method: string, path: string): Question => ({ method, path });
const boundary = { 'content-type': 'multipart/form-data; boundary=b' };
const part = (field: string, name: string) =>
  `--b\r\ncontent-disposition: form-data; name="${field}"; filename="${name}"\r\n\r\nsome text\r\n`;
const form = (path: string, body: string): Question => ({ method: 'POST', path, headers: boundary, body });
const presign = (body: object): Question => ({
  method: 'POST',
  path: '/upload/presign',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const tus = (
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string,
): Question => ({
  method,
  path: `/upload/resumable${path}`,
  headers: { 'tus-resumable': '1.0.0', ...headers },
  ...(body !== undefined && { body }),
});
const PART = { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
const describe = (body: object): Question => ({ ...presign(body), path: '/v1/descriptions' });
const aionvision = { catalog: 'aionvision' };
const NIL = '00000000-0000-7000-8000-000000000000';

export const UPLOAD_CASES: readonly DoorCase[] = [
  {
    name: 'a streamed upload, and the list of files after it',
    caller: aionvision,
    asks: [upload('some text'), get('/v1/files'), get('/v1/files?limit=1'), get('/api/v1/files?query=A.T')],
    statuses: [201, 200, 200, 200],
  },
  {
    name: 'a form with one file, and a batch',
    caller: aionvision,
    asks: [
      form('/upload/stream', `${part('file', 'a.txt')}--b--\r\n`),
      form('/upload/stream-batch', `${part('files', 'a.txt')}${part('files', 'b.txt')}--b--\r\n`),
      form('/upload/stream-batch', `${part('file', 'a.txt')}--b--\r\n`),
      form('/upload/stream-batch', part('files', 'a.txt')),
      form('/upload/stream-batch', part('files', 'a.txt').repeat(21)),
    ],
    statuses: [201, 201, 400, 400, 413],
  },
  {
    name: 'uploads that are refused',
    caller: aionvision,
    asks: [
      upload(''),
      upload('<script>alert(1)</script>'),
      upload('x', '?name=a'),
      upload('x', '', { 'content-encoding': 'gzip' }),
    ],
    statuses: [400, 415, 400, 400],
  },
  {
    name: 'an upload by a plan that has none, and by nobody',
    caller: { catalog: 'headroom' },
    asks: [upload('some text')],
    statuses: [403],
  },
  { name: 'an upload without a key', asks: [upload('some text'), get('/v1/files')], statuses: [401, 401] },
  {
    name: 'presigned uploads that are refused',
    caller: aionvision,
    asks: [
      presign({}),
      presign({ bytes: 5, colour: 'red' }),
      presign({ bytes: 50 * 2 ** 20 + 1, content_type: 'image/png' }),
      { ...presign({}), body: '{' },
      send('POST', `/upload/${NIL}/complete`),
      send('POST', '/upload/x/complete'),
      { ...send('PUT', `/upload/${NIL}.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`), body: 'some text' },
    ],
    statuses: [400, 400, 413, 400, 404, 404, 404],
  },
  {
    name: 'methods and paths that presigned uploads do not have',
    caller: aionvision,
    asks: [
      get('/upload/presign'),
      get('/upload/x'),
      send('DELETE', '/upload/x/complete'),
      send('OPTIONS', '/upload/x'),
      send('OPTIONS', '/upload/x/complete'),
      send('POST', '/upload/x/y'),
      get('/upload/x/complete/z'),
    ],
    statuses: [405, 405, 405, 204, 204, 404, 404],
  },
  {
    name: 'resumable uploads: begun, refused, not there',
    caller: aionvision,
    asks: [
      tus('POST', '', { 'upload-length': '10', 'upload-metadata': 'filename YS50eHQ=' }),
      tus('POST', ''),
      tus('POST', '', { 'upload-length': '10', 'tus-resumable': '0.2' }),
      tus('POST', '', { 'upload-length': String(2 ** 31 + 1) }),
      tus('HEAD', `/${NIL}`),
      tus('PATCH', `/${NIL}`, PART, 'some text'),
      tus('DELETE', '/x'),
      tus('DELETE', `/${NIL}/more`),
    ],
    statuses: [201, 400, 412, 413, 404, 404, 404, 404],
  },
  {
    name: 'methods that resumable uploads do not have',
    caller: aionvision,
    asks: [
      ...['GET', 'PUT', 'DELETE', 'OPTIONS'].map((method) => tus(method, '')),
      ...['GET', 'POST', 'OPTIONS'].map((method) => tus(method, `/${NIL}`)),
    ],
    statuses: [405, 405, 405, 204, 405, 405, 204],
  },
  {
    name: 'descriptions of what is not there',
    caller: aionvision,
    asks: [
      describe({ file_id: NIL }),
      describe({ file_id: 'x' }),
      describe({ file: NIL }),
      { ...describe({ file_id: NIL }), path: '/api/v1/descriptions' },
      get('/v1/descriptions'),
    ],
    statuses: [404, 400, 400, 404, 405],
  },
  {
    name: 'files that are not there, and methods that are not served',
    caller: aionvision,
    asks: [
      get(`/v1/files/${NIL}`),
      get('/v1/files/x'),
      get(`/v1/files/${NIL}/more`),
      send('DELETE', `/v1/files/${NIL}`),
      get('/v1/files?colour=red'),
      send('HEAD', `/v1/files/${NIL}`),
      send('PUT', `/v1/files/${NIL}`),
      send('DELETE', '/v1/files'),
      get('/upload/stream'),
      send('PATCH', '/upload/stream-batch'),
      send('OPTIONS', '/upload/stream'),
    ],
    statuses: [404, 404, 404, 404, 400, 404, 405, 405, 405, 405, 204],
  },
];
