import { pipeline } from 'node:stream/promises';
import Busboy, { type BusboyFileStream } from '@fastify/busboy';
import { AppError } from '../errors';

/** A file of a multipart body, in the order in which they come. */
export interface FilePart {
  field: string;
  givenName: string;
  /** To be read to its end before the next part is asked for. */
  body: AsyncIterable<Uint8Array>;
}

/** Beside the files themselves: no form of ours has more. */
const LIMITS = { fields: 20, fieldSize: 4096, fieldNameSize: 100, headerPairs: 20, headerSize: 4096 };
/** Most that one part adds to its file's bytes: its header, its boundary and line ends. */
export const PART_OVERHEAD_BYTES = LIMITS.headerSize + 256;
/** A parser that is to stop ends the chunk in hand first. */
const CHUNK_BYTES = 16 << 10;

const wrong = (message: string) => new AppError('invalid_request', message);
const malformed = () =>
  wrong('The multipart body is malformed or has no end. Send multipart/form-data as RFC 7578 says.');

export const isMultipart = (request: Request): boolean =>
  /^multipart\/form-data\s*;/i.test(request.headers.get('content-type') ?? '');

/**
 * The files of a multipart body, as they come: nothing is read ahead of whoever takes them. Ends when the form has
 * ended well.
 * @throws AppError `invalid_request` for a malformed form; what the body throws passes through
 */
export async function* fileParts(
  contentType: string,
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<FilePart, void, undefined> {
  const parser = parserFor(contentType);
  const parts: FilePart[] = [];
  let wake: () => void = () => undefined;
  let current: BusboyFileStream | null = null;
  let ended: { error: AppError | null } | null = null;
  parser.on('file', (field: string, content: BusboyFileStream, filename: string) => {
    // The parser's own error tells; without a listener this one would end the process.
    content.on('error', () => undefined);
    current = content;
    parts.push({ field, givenName: unescaped(filename ?? ''), body: bodyOf(content) });
    wake();
  });
  for (const event of ['fieldsLimit', 'partsLimit'] as const) {
    parser.on(event, () => parser.destroy(wrong('The form has more fields than it may have.')));
  }
  pipeline(inPieces(body), parser).then(
    () => {
      ended = { error: null };
      wake();
    },
    (error: unknown) => {
      ended = { error: asAppError(error) };
      // Whoever reads it would wait for ever: the parser leaves it as it is.
      current?.destroy(asAppError(error));
      wake();
    },
  );
  try {
    for (;;) {
      const part = parts.shift();
      const end = ended as { error: AppError | null } | null;
      if (part) yield part;
      else if (end?.error) throw end.error;
      else if (end) return;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    parser.destroy();
  }
}

/** Browsers and curl write these three so into a form, and a percent sign as it is (HTML, "Multipart form data"). */
const unescaped = (name: string): string => name.replace(/%(22|0a|0d)/gi, decodeURIComponent);

function parserFor(contentType: string) {
  try {
    return new Busboy({ headers: { 'content-type': contentType }, limits: LIMITS });
  } catch {
    throw malformed();
  }
}

const asAppError = (error: unknown): AppError => (error instanceof AppError ? error : malformed());

async function* bodyOf(content: BusboyFileStream): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* content;
  } catch (error) {
    throw asAppError(error);
  }
}

async function* inPieces(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of body) {
    for (let i = 0; i < chunk.byteLength; i += CHUNK_BYTES) yield chunk.subarray(i, i + CHUNK_BYTES);
  }
}
