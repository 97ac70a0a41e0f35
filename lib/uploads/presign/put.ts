import { identifyGrantor } from '../../admission/identify';
import type { Run, RunContext, Work } from '../../admission/work';
import { db } from '../../db/client';
import type { StoredFile } from '../../db/generated/client';
import { AppError } from '../../errors';
import { ended, partClaim, RESOURCE } from '../claims';
import { failed } from '../failed';
import { requireTaken } from '../finish-upload';
import { type IncomingFile, peek } from '../incoming';
import { paced } from '../paced';
import { declaredBytes, requirePlain } from '../request';
import { type UploadSizes, uploadSizes } from '../sizes';
import { fileStorage } from '../storage/storage';
import { findPresigned } from './find-presigned';
import { inTurn } from './in-turn';

interface Sent {
  file: StoredFile;
  incoming: IncomingFile;
}

/**
 * `PUT /upload/{token}`: the bytes of a presigned upload, where a folder keeps the files. Whoever has the address
 * may send them, as whoever asked for it: no key, no request counted, one lease, one file, one size, once.
 */
export function putWork(token: string): Work<Sent> {
  let found: StoredFile;
  return {
    resource: RESOURCE,
    async identify() {
      found = await findPresigned(token);
      return identifyGrantor(found);
    },
    async read(request) {
      requirePlain(request);
      requireExactly(declaredBytes(request), Number(found.bytes));
      return { file: found, incoming: await peek(found.name, paced(request)) };
    },
    async prepare(sent, principal) {
      const sizes = await uploadSizes(principal);
      return {
        claim: partClaim(),
        model: '',
        priceVersion: 1,
        streamed: false,
        run: (context) => store(sent, sizes, context),
      };
    },
  };
}

/** @throws AppError where the file is announced with another size than its address was given for */
function requireExactly(declared: number | null, bytes: number): void {
  if (declared === null || declared === bytes) return;
  const message = `This address takes exactly ${bytes} bytes, and ${declared} were announced. Nothing was stored: ask for an address for the true size.`;
  throw declared > bytes
    ? new AppError('file_too_large', message, { maxBytes: bytes })
    : new AppError('invalid_request', message, { param: 'Content-Length' });
}

async function store({ file, incoming }: Sent, sizes: UploadSizes, context: RunContext): Promise<Run> {
  const { id } = file;
  const bytes = Number(file.bytes);
  try {
    await requireTaken(file, incoming.head, bytes, sizes);
    const sha256 = await inTurn(id, context.signal, async (signal) => {
      const storage = await fileStorage();
      if ((await storage.size(id)) !== null) throw arrivedAlready();
      const written = await storage.write(id, exactly(incoming.body, bytes), signal);
      const { count } = await db().storedFile.updateMany({
        where: { id, state: 'pending' },
        data: { received: BigInt(written.bytes), sha256: written.sha256 },
      });
      if (count > 0) return written.sha256;
      await storage.remove(id);
      throw endedMeanwhile();
    });
    const headers = { ETag: `"${sha256}"`, 'Cache-Control': 'no-store' };
    return { status: 200, headers, body: null, finished: Promise.resolve(ended('ok', 0)) };
  } catch (error) {
    // Deleting takes away what is being written, which the storage cannot tell from trouble of its own.
    const isTrouble = error instanceof AppError && error.code === 'storage_unavailable';
    return failed(context, isTrouble && !(await isPending(id)) ? endedMeanwhile() : error);
  }
}

const isPending = async (id: string): Promise<boolean> =>
  (await db().storedFile.count({ where: { id, state: 'pending' } })) > 0;

const endedMeanwhile = () =>
  new AppError('not_found', 'This upload was ended while it arrived. Nothing was stored.');

const arrivedAlready = () =>
  new AppError(
    'conflict',
    'This file has arrived already. Complete it, or delete it and ask for a new address.',
  );

/** @throws AppError where more or fewer bytes come than the address was given for */
async function* exactly(
  body: AsyncIterable<Uint8Array>,
  bytes: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let came = 0;
  for await (const chunk of body) {
    came += chunk.byteLength;
    if (came > bytes) requireExactly(came, bytes);
    yield chunk;
  }
  if (came < bytes) {
    throw new AppError(
      'upload_incomplete',
      `Only ${came} of ${bytes} bytes came, so nothing was stored. Send them again to the same address.`,
    );
  }
}
