import type { Outcome, Run, RunContext, Work } from '../admission/work';
import type { StoredFile } from '../db/generated/client';
import { aboutFiles, done, FILES } from './about-files';
import { findFile } from './find-file';
import { type Range, readRange } from './range';
import { fileStorage } from './storage/storage';

/**
 * `GET /v1/files/{id}`, behind admission: the file as it was stored, or a range of it. It is never shown by a
 * browser as a page of ours: attachment, nosniff, and a sandbox for whoever opens it all the same.
 */
export const readFileWork = (id: string): Work<Request> => ({
  resource: FILES,
  read: async (request) => request,
  prepare: async (request) => aboutFiles((context) => read(id, request, context)),
});

async function read(id: string, { method, headers }: Request, context: RunContext): Promise<Run> {
  const file = await findFile(id, context.principal.workspaceId);
  const bytes = Number(file.bytes);
  const tag = `"${file.sha256}"`;
  const shared = {
    ETag: tag,
    'Last-Modified': (file.storedAt ?? file.createdAt).toUTCString(),
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, no-cache',
    Vary: 'Authorization, X-Api-Key, Cookie',
  };
  if (matches(headers.get('if-none-match'), tag)) {
    return { status: 304, headers: shared, body: null, finished: Promise.resolve(done()) };
  }
  const ifRange = headers.get('if-range');
  const range = ifRange === null || ifRange === tag ? readRange(headers.get('range'), bytes) : null;
  const length = range ? range.end - range.start + 1 : bytes;
  const answer = {
    status: range ? 206 : 200,
    headers: {
      ...shared,
      ...contentHeaders(file),
      'Content-Length': `${length}`,
      ...(range && { 'Content-Range': `bytes ${range.start}-${range.end}/${bytes}` }),
    },
  };
  if (method === 'HEAD' || length === 0) {
    return { ...answer, body: null, finished: Promise.resolve(done()) };
  }
  const { body, finished } = flow(await open(id, range), context.signal);
  return { ...answer, body, finished };
}

const open = async (id: string, range: Range | null) => (await fileStorage()).read(id, range ?? undefined);

/** `If-None-Match` compares weakly: what a proxy marked as weak is the same file. */
const matches = (header: string | null, tag: string): boolean =>
  (header ?? '').split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === tag);

const contentHeaders = ({ name, contentType }: StoredFile): Record<string, string> => ({
  'Content-Type': contentType || 'application/octet-stream',
  'Content-Disposition': disposition(name),
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'Cross-Origin-Resource-Policy': 'same-origin',
});

/** RFC 6266: the name in ASCII for old clients, and as it is. */
function disposition(name: string): string {
  if (name === '') return 'attachment';
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

/** A file's bytes as they are taken: nothing is read ahead of the client. */
function flow(
  source: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): { body: ReadableStream<Uint8Array>; finished: Promise<Outcome> } {
  const chunks = source[Symbol.asyncIterator]();
  let finish: (outcome: Outcome) => void = () => undefined;
  const finished = new Promise<Outcome>((resolve) => {
    finish = resolve;
  });
  const leave = async () => {
    finish(done('client_closed'));
    await chunks.return?.();
  };
  signal.addEventListener('abort', () => void leave().catch(() => undefined), { once: true });
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const next = await chunks.next();
          if (!next.done) return controller.enqueue(next.value);
          finish(done());
          controller.close();
        } catch (error) {
          finish(done('upstream_error'));
          controller.error(error);
        }
      },
      cancel: leave,
    },
    { highWaterMark: 0 },
  );
  return { body, finished };
}
