import { createHash } from 'node:crypto';
import type { Run, RunContext, Work } from '../../admission/work';
import { db } from '../../db/client';
import type { StoredFile } from '../../db/generated/client';
import { AppError } from '../../errors';
import { ended, partClaim, RESOURCE } from '../claims';
import { failed } from '../failed';
import { endUpload, finishUpload, requireTaken } from '../finish-upload';
import { HEAD_BYTES, peek } from '../incoming';
import { paced } from '../paced';
import { requirePlain } from '../request';
import { type UploadSizes, uploadSizes } from '../sizes';
import { fileStorage } from '../storage/storage';
import { askTus } from './ask-tus';
import { asTusUpload, findUpload } from './find-upload';
import { requireTus } from './tus-headers';

/** A part of an upload, as it comes. */
interface Part {
  file: StoredFile;
  sizes: UploadSizes;
  context: RunContext;
}

/** Looks at what an upload begins with: what the plan does not take is ended before the rest of it is sent. */
async function opened(
  { file, sizes }: Part,
  body: AsyncIterable<Uint8Array>,
): Promise<AsyncIterable<Uint8Array>> {
  const bytes = Number(file.bytes);
  const coming = await peek(file.name, body);
  // Of a shorter beginning the end of the upload will tell.
  if (coming.head.byteLength < Math.min(bytes, HEAD_BYTES)) return coming.body;
  try {
    await requireTaken(file, coming.head, bytes, sizes);
  } catch (error) {
    if (error instanceof AppError && error.status < 500) await endUpload(file.id);
    throw error;
  }
  return coming.body;
}

/** Adds what comes to an upload, and finishes it with its last byte. @returns the offset from then on */
async function write(part: Part, body: AsyncIterable<Uint8Array>, offset: number): Promise<number> {
  const { file, sizes, context } = part;
  const storage = await fileStorage();
  const hash = createHash('sha256');
  async function* hashed(from: AsyncIterable<Uint8Array>) {
    for await (const chunk of from) {
      hash.update(chunk);
      yield chunk;
    }
  }
  try {
    const coming = offset === 0 ? hashed(await opened(part, paced(body))) : paced(body);
    const now = await storage.append(file.id, offset, coming, context.signal);
    // What came in one piece has been hashed.
    if (now === Number(file.bytes)) {
      await finishUpload(file, sizes, offset === 0 ? hash.digest('hex') : undefined);
    }
    return now;
  } finally {
    await noteProgress(file.id, await storage.partialSize(file.id).catch(() => offset));
  }
}

/** For whoever looks at the list of files; how far the upload has come its storage knows. */
const noteProgress = (id: string, received: number) =>
  db()
    .storedFile.updateMany({ where: { id, state: 'pending' }, data: { received: BigInt(received) } })
    .catch(() => undefined);

async function append(request: Request, part: Part): Promise<Run> {
  const { file, context } = part;
  try {
    const { status, headers } = await askTus(request, file.id, {
      find: async () => asTusUpload(await findUpload(file.id, context.principal), context.principal),
      write: (body, offset) => write(part, body, offset),
    });
    return { status, headers, body: null, finished: Promise.resolve(ended('ok', 0)) };
  } catch (error) {
    return failed(context, error);
  }
}

/**
 * `PATCH /upload/resumable/{id}`, behind admission: the next bytes of an upload. One lease and no request: the
 * upload as a whole was one, and its bytes are held since then.
 */
export const appendWork = (id: string): Work<Request> => ({
  resource: RESOURCE,
  async read(request) {
    requireTus(request);
    requirePlain(request);
    return request;
  },
  async prepare(request, principal) {
    const file = await findUpload(id, principal);
    if (file.state === 'stored') throw new AppError('conflict', 'This upload is complete.');
    const sizes = await uploadSizes(principal);
    return {
      claim: partClaim(),
      model: '',
      priceVersion: 1,
      streamed: false,
      run: (context) => append(request, { file, sizes, context }),
    };
  },
});
