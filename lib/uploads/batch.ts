import { createHash } from 'node:crypto';
import type { Run, RunContext, Work } from '../admission/work';
import { AppError } from '../errors';
import { RESOURCE, uploadClaim } from './claims';
import { commitUpload, type NewFile } from './commit-upload';
import { failed } from './failed';
import { HeldBytes, STEP_BYTES } from './held-bytes';
import { type IncomingFile, peek } from './incoming';
import { type FileType, fileTypeOf } from './kinds/kinds';
import { type FilePart, fileParts, isMultipart, PART_OVERHEAD_BYTES } from './multipart';
import { paced } from './paced';
import { discard, receive, requireSize, STREAM_BYTES } from './receive';
import { declaredBytes, requirePlain } from './request';
import { type UploadSizes, uploadSizes } from './sizes';
import { uploadedAnswer } from './uploaded-answer';

interface Batch {
  first: IncomingFile;
  type: FileType;
  rest: AsyncIterator<FilePart, void>;
  declared: number | null;
}

/**
 * `POST /upload/stream-batch`, behind admission: several files in the multipart field `files`, each written to storage
 * as it comes. One request, one lease, all or nothing: a file that is refused refuses the batch, and nothing of it
 * is stored or counted as stored.
 */
export const batchWork: Work<Batch> = {
  resource: RESOURCE,
  async read(request) {
    requirePlain(request);
    if (!isMultipart(request)) {
      throw new AppError(
        'invalid_request',
        'The body must be multipart/form-data with files in the field "files".',
      );
    }
    const type = request.headers.get('content-type') ?? '';
    const rest = fileParts(type, paced(request))[Symbol.asyncIterator]();
    const next = await rest.next();
    if (next.done) {
      throw new AppError('invalid_request', 'The form has no file. Send one or more in the field "files".', {
        param: 'files',
      });
    }
    const first = await peekAt(next.value);
    return { first, type: await typeOf(first), rest, declared: declaredBytes(request) };
  },
  identity: ({ first, declared }) =>
    createHash('sha256').update(`${first.givenName}\n${declared}\n`).update(first.head).digest('hex'),
  async prepare(batch, principal) {
    const { first, type, declared } = batch;
    const sizes = await uploadSizes(principal);
    const overhead = (sizes.batchFiles + 1) * PART_OVERHEAD_BYTES;
    if ((declared ?? 0) > sizes.batchFiles * STREAM_BYTES + overhead) throw tooMany(sizes);
    requireSize(first.head.byteLength, type, sizes, first.givenName);
    const atLeast = Math.max(first.head.byteLength, (declared ?? 0) - overhead);
    return {
      claim: uploadClaim(atLeast, Math.max(atLeast, declared ?? STEP_BYTES)),
      model: '',
      priceVersion: 1,
      streamed: false,
      run: (context) => store(batch, sizes, context),
    };
  },
};

async function store(batch: Batch, sizes: UploadSizes, context: RunContext): Promise<Run> {
  const stored: NewFile[] = [];
  try {
    const held = new HeldBytes(context);
    let file = batch.first;
    for (;;) {
      const type = file === batch.first ? batch.type : await typeOf(file);
      stored.push({ ...(await receive(file, type, sizes, held, context)), via: 'batch' });
      const next = await batch.rest.next();
      if (next.done) break;
      if (stored.length === sizes.batchFiles) throw tooMany(sizes);
      file = await peekAt(next.value);
    }
    // Whoever left before it was written down is not told that it was: it is not.
    context.signal.throwIfAborted();
  } catch (error) {
    await discard(stored);
    return failed(context, error);
  }
  return commitUpload(context, stored, uploadedAnswer(stored));
}

function peekAt({ field, givenName, body }: FilePart): Promise<IncomingFile> {
  if (field === 'files') return peek(givenName, body);
  throw new AppError(
    'invalid_request',
    `Files of a batch come in the field "files", and one came in "${field.slice(0, 50)}". Nothing of the batch was stored.`,
    { param: field.slice(0, 50) },
  );
}

/** In a batch it must be told which file it is. */
async function typeOf({ head, givenName }: IncomingFile): Promise<FileType> {
  try {
    return await fileTypeOf(head, givenName);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const about = givenName ? `${givenName.slice(0, 200)}: ` : '';
    throw new AppError(
      error.code,
      `${about}${error.message} Nothing of the batch was stored.`,
      error.details,
    );
  }
}

const tooMany = ({ batchFiles }: UploadSizes) =>
  new AppError(
    'batch_too_large',
    `A batch may have at most ${batchFiles} files on this plan. Nothing of it was stored: send several batches.`,
    { maxFiles: batchFiles },
  );
