import type { RunContext } from '../admission/work';
import { AppError } from '../errors';
import { newId } from '../ids';
import type { NewFile } from './commit-upload';
import type { HeldBytes } from './held-bytes';
import type { IncomingFile } from './incoming';
import type { FileType } from './kinds/kinds';
import { shownName } from './names';
import type { UploadSizes } from './sizes';
import { fileStorage } from './storage/storage';

const MEGABYTE = 1 << 20;
/** Of a streamed file, on every plan: larger ones go by a presigned address, or in pieces. */
export const STREAM_BYTES = 100 * MEGABYTE;

/** A size in words: whole megabytes or gigabytes where it is so many, else bytes. */
const words = (bytes: number): string =>
  bytes % (1 << 30) === 0
    ? `${bytes / (1 << 30)} GB`
    : bytes % MEGABYTE === 0
      ? `${bytes / MEGABYTE} MB`
      : `${bytes} bytes`;

/**
 * @param most bytes of a file that comes this way, whatever its kind
 * @throws AppError `file_too_large`, saying what a larger file needs
 */
export function requireSize(
  bytes: number,
  { kind }: Pick<FileType, 'kind'>,
  sizes: UploadSizes,
  givenName: string,
  most = STREAM_BYTES,
): void {
  const maxBytes = Math.min(most, sizes[kind]);
  if (bytes <= maxBytes) return;
  const name = shownName(givenName) || 'The file';
  const what =
    maxBytes < sizes[kind]
      ? `at most ${words(maxBytes)} can be streamed. Use POST /upload/presign or a resumable upload for larger files.`
      : `a file that is ${kind === 'image' ? 'an' : 'a'} ${kind} may have at most ${words(maxBytes)} on this plan. Upgrade to store larger ones.`;
  throw new AppError('file_too_large', `${name} is too large: ${what}`, { maxBytes });
}

/**
 * Writes a file to storage as it comes: nothing that is not held, nothing beyond what its kind may have.
 * @throws AppError; nothing of it is stored then
 */
export async function receive(
  file: IncomingFile,
  type: FileType,
  sizes: UploadSizes,
  held: HeldBytes,
  { signal }: Pick<RunContext, 'signal'>,
): Promise<Omit<NewFile, 'via'>> {
  const id = newId();
  const storage = await fileStorage();
  const { bytes, sha256 } = await storage.write(id, counted(file, type, sizes, held), signal);
  const at = new Date();
  const { kind, contentType } = type;
  return {
    ...{ id, name: shownName(file.givenName), kind, contentType, sha256 },
    ...{ bytes: BigInt(bytes), received: BigInt(bytes), state: 'stored', createdAt: at, storedAt: at },
  };
}

async function* counted(
  file: IncomingFile,
  type: FileType,
  sizes: UploadSizes,
  held: HeldBytes,
): AsyncGenerator<Uint8Array, void, undefined> {
  let bytes = 0;
  for await (const chunk of file.body) {
    bytes += chunk.byteLength;
    requireSize(bytes, type, sizes, file.givenName);
    await held.take(chunk.byteLength);
    yield chunk;
  }
}

/** Removes what was written of an upload that failed; what cannot be removed now, the sweeper finds. */
export async function discard(files: readonly { id: string }[]): Promise<void> {
  const storage = await fileStorage();
  for (const { id } of files) await storage.remove(id).catch(() => undefined);
}
