import { pipeline } from 'node:stream/promises';
import Busboy from '@fastify/busboy';
import { AppError } from '../errors';
import { requireLength } from './read-bytes';

export interface Form {
  fields: [name: string, value: string][];
  files: [name: string, file: File][];
}

export interface FormLimits {
  bodyBytes: number;
  fileBytes: number;
  files: number;
  fields: number;
  fieldBytes: number;
}

const wrong = (message: string, param?: string) =>
  new AppError('invalid_request', message, param === undefined ? {} : { param });
const malformed = () =>
  wrong('The multipart body is malformed or broke off. Send multipart/form-data as RFC 7578 says.');

/** Of one part. */
const MOST_HEADERS = 20;

function parserFor(type: string, { fileBytes, files, fields, fieldBytes }: FormLimits) {
  try {
    const limits = { fileSize: fileBytes, files, fields, fieldSize: fieldBytes, headerPairs: MOST_HEADERS };
    return new Busboy({ headers: { 'content-type': type }, limits });
  } catch {
    throw malformed();
  }
}

/** A parser that is to stop ends the chunk in hand first. */
const CHUNK_BYTES = 16 << 10;

async function* bounded(request: Request, most: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    requireLength(bytes, most);
    for (let i = 0; i < chunk.byteLength; i += CHUNK_BYTES) yield chunk.subarray(i, i + CHUNK_BYTES);
  }
}

/**
 * Reads a multipart form as it comes, and stops at the first byte or part too many.
 * @throws AppError `invalid_request`, `body_too_large` or `file_too_large`
 */
export async function readForm(request: Request, limits: FormLimits): Promise<Form> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^multipart\/form-data\s*;/i.test(type)) throw wrong('The body must be multipart/form-data.');
  requireLength(Number(request.headers.get('content-length') ?? 0), limits.bodyBytes);
  const parser = parserFor(type, limits);
  const form: Form = { fields: [], files: [] };
  parser.on('field', (name, value, _nameIsCut, isCut) => {
    if (isCut) parser.destroy(wrong(`${name} is too long.`, name));
    else form.fields.push([name, value]);
  });
  parser.on('file', (name, content, filename, _encoding, mimeType) => {
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    content.on('data', (chunk: Uint8Array<ArrayBuffer>) => chunks.push(chunk));
    content.on('limit', () => parser.destroy(tooLarge(name, limits.fileBytes)));
    content.on('error', () => undefined); // the parser's own error tells; without a listener it would end the process
    content.on('end', () => form.files.push([name, new File(chunks, filename || name, { type: mimeType })]));
  });
  for (const event of ['filesLimit', 'fieldsLimit'] as const) {
    parser.on(event, () => parser.destroy(wrong('The form has more fields than it may have.')));
  }
  await pipeline(bounded(request, limits.bodyBytes), parser).catch((thrown: unknown) => {
    throw thrown instanceof AppError ? thrown : malformed();
  });
  return form;
}

const tooLarge = (param: string, maxBytes: number) =>
  new AppError(
    'file_too_large',
    `${param} is larger than ${maxBytes / (1 << 20)} MB, the most that is read here. Send it in smaller pieces.`,
    { param, maxBytes },
  );
