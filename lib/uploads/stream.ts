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
import { declaredBytes, requirePlain, streamedName } from './request';
import { type UploadSizes, uploadSizes } from './sizes';
import { uploadedAnswer } from './uploaded-answer';

interface Streamed {
  file: IncomingFile;
  type: FileType;
  /** Of the whole body; null without Content-Length. */
  declared: number | null;
  /** How much of a declared body is not the file. */
  overhead: number;
  /** Resolves when the body has ended as it should. */
  ended(): Promise<void>;
}

/**
 * `POST /upload/stream`, behind admission: one file, as the body itself or as the multipart field `file`, written to
 * storage as it comes. Its head is read before anything is decided: what its kind or size does not allow is
 * refused before a byte of it is counted or stored.
 */
export const streamWork: Work<Streamed> = {
  resource: RESOURCE,
  async read(request) {
    requirePlain(request);
    const multipart = isMultipart(request);
    const declared = declaredBytes(request);
    const overhead = multipart ? PART_OVERHEAD_BYTES : 0;
    if ((declared ?? 0) > STREAM_BYTES + overhead) throw tooLargeToStream();
    const name = multipart ? '' : streamedName(request);
    const body = paced(request);
    const read = multipart ? await readForm(request, body) : { file: await peek(name, body), ended: atOnce };
    const type = await fileTypeOf(read.file.head, read.file.givenName);
    return { ...read, type, declared, overhead };
  },
  identity: ({ file, declared }) =>
    createHash('sha256').update(`${file.givenName}\n${declared}\n`).update(file.head).digest('hex'),
  async prepare(streamed, principal) {
    const { file, type, declared, overhead } = streamed;
    const sizes = await uploadSizes(principal);
    const atLeast = file.whole
      ? file.head.byteLength
      : Math.max(file.head.byteLength, (declared ?? 0) - overhead);
    requireSize(atLeast, type, sizes, file.givenName);
    const wish = file.whole ? atLeast : (declared ?? STEP_BYTES);
    return {
      claim: uploadClaim(atLeast, Math.max(atLeast, wish)),
      model: '',
      priceVersion: 1,
      streamed: false,
      run: (context) => store(streamed, sizes, context),
    };
  },
};

async function store({ file, type, ended }: Streamed, sizes: UploadSizes, context: RunContext): Promise<Run> {
  const stored: NewFile[] = [];
  try {
    const held = new HeldBytes(context);
    stored.push({ ...(await receive(file, type, sizes, held, context)), via: 'stream' });
    await ended();
    // Whoever left before it was written down is not told that it was: it is not.
    context.signal.throwIfAborted();
  } catch (error) {
    await discard(stored);
    return failed(context, error);
  }
  return commitUpload(context, stored, uploadedAnswer(stored));
}

const atOnce = () => Promise.resolve();

const tooLargeToStream = () =>
  new AppError(
    'file_too_large',
    `At most ${STREAM_BYTES >> 20} MB can be streamed. Use POST /upload/presign or a resumable upload for larger files.`,
    { maxBytes: STREAM_BYTES },
  );

/** The file of a form, which has one. @throws AppError where it has none, more, or a field of another name */
async function readForm(
  request: Request,
  body: AsyncIterable<Uint8Array>,
): Promise<Pick<Streamed, 'file' | 'ended'>> {
  const parts = fileParts(request.headers.get('content-type') ?? '', body)[Symbol.asyncIterator]();
  const take = async (): Promise<FilePart | null> => {
    const next = await parts.next();
    return next.done ? null : next.value;
  };
  const part = await take();
  if (part?.field !== 'file') throw oneFile(part ? `one in "${part.field.slice(0, 50)}"` : 'none');
  return {
    file: await peek(part.givenName, part.body),
    async ended() {
      const another = await take();
      if (another) throw oneFile('several');
    },
  };
}

const oneFile = (has: string) =>
  new AppError(
    'invalid_request',
    `The form must have one file, in the field "file", and has ${has}. Use POST /upload/stream-batch for several.`,
    { param: 'file' },
  );
