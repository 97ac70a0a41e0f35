import { orderWithin } from '../admission/stored-level';
import type { Run, RunContext, WholeAnswer } from '../admission/work';
import { db } from '../db/client';
import type { Prisma, StoredFile } from '../db/generated/client';
import { AppError } from '../errors';
import { log } from '../log';
import { ended } from './claims';

/** A row that an upload makes: a whole file, or one that is still expected. */
export type NewFile = Pick<
  StoredFile,
  'id' | 'name' | 'kind' | 'contentType' | 'bytes' | 'sha256' | 'state' | 'via' | 'createdAt'
> &
  Partial<Pick<StoredFile, 'received' | 'storedAt' | 'expiresAt'>> & { progress?: Prisma.InputJsonValue };

/**
 * A hold that is current has at least ten seconds before anybody may reap it: what is not written by then never is,
 * or rows would stand whose bytes the reaper has already given back.
 */
const COMMIT = { maxWait: 4_000, timeout: 4_000 };

const lost = () =>
  new AppError(
    'quota_unavailable',
    'The storage of this upload could not be held any longer, so nothing was stored. Send it again.',
  );

const unwritten = () =>
  new AppError(
    'storage_unavailable',
    'Our records did not answer, so nobody can say whether this was stored. Look at your files before you send it again.',
  );

/**
 * Writes the rows of an upload with the order that settles it, both or neither: a process that dies right after
 * leaves a file whose bytes are counted. Where nobody knows whether they were written, the reaper finds out.
 * @param answer what the client is told, and told again under its Idempotency-Key
 */
export async function commitUpload(
  {
    principal,
    requestId,
    orderOf,
    running,
  }: Pick<RunContext, 'principal' | 'requestId' | 'orderOf' | 'running'>,
  files: readonly NewFile[],
  answer: WholeAnswer,
  headers: Record<string, string> = {},
): Promise<Run> {
  const bytes = files.reduce((sum, file) => sum + Number(file.bytes), 0);
  const outcome = ended('ok', bytes);
  const { workspaceId, userId, keyId } = principal;
  const whose = { workspaceId, userId, keyId, reservationId: requestId };
  if (!running.isCurrent()) return { error: lost(), outcome: ended('stopped', 0) };
  try {
    await db().$transaction(async (tx) => {
      await tx.storedFile.createMany({ data: files.map((file) => ({ ...file, ...whose })) });
      await orderWithin(tx, orderOf(answer, outcome));
    }, COMMIT);
  } catch (error) {
    log().error({ err: error, requestId }, 'an upload could not be written down');
    return { error: unwritten(), outcome: ended('unknown', 0), unsettled: true };
  }
  const { status, contentType, body } = answer;
  return {
    status,
    headers: { 'Content-Type': contentType, 'Cache-Control': 'no-store', ...headers },
    body,
    finished: Promise.resolve(outcome),
  };
}
