import { createHash } from 'node:crypto';
import type { StoredFile } from '../db/generated/client';
import { Prisma } from '../db/generated/client';
import { AppError } from '../errors';
import { HEAD_BYTES } from './incoming';
import { fileTypeOf } from './kinds/kinds';
import { requireSize } from './receive';
import { type Arrived, applyNow, removeRows, storeRow } from './releases';
import type { UploadSizes } from './sizes';
import { fileStorage } from './storage/storage';

type Pending = Pick<StoredFile, 'id' | 'name' | 'bytes'>;

/**
 * What a pending file is by its first bytes, and whether the plan takes as much of that as was declared: also
 * while the rest of it is on its way.
 * @throws AppError `file_type_not_allowed`, `file_too_large`
 */
export async function requireTaken(file: Pending, head: Uint8Array, bytes: number, sizes: UploadSizes) {
  const type = await fileTypeOf(head, file.name);
  requireSize(bytes, type, sizes, file.name, Number.POSITIVE_INFINITY);
  return type;
}

/**
 * Makes a pending file whole and checks what it is: it is stored at its true size, or ended, and then nothing
 * of it stays and all of its bytes are given back.
 * @param sha256 where it was computed as the bytes passed; else it is computed from what is stored
 * @throws AppError: `conflict` where nothing has arrived, and why it is not taken
 */
export async function finishUpload(file: Pending, sizes: UploadSizes, sha256?: string): Promise<Arrived> {
  const storage = await fileStorage();
  const bytes = await storage.seal(file.id);
  if (bytes === null) throw new AppError('conflict', 'Nothing of this file has arrived. Send it first.');
  let arrived: Arrived;
  try {
    if (bytes > Number(file.bytes)) throw tooMuch(file, bytes);
    const head = await bytesOf(
      await storage.read(file.id, { start: 0, end: Math.min(bytes, HEAD_BYTES) - 1 }),
    );
    const type = await requireTaken(file, head, bytes, sizes);
    arrived = { ...type, bytes, sha256: sha256 ?? (await hashOf(await storage.read(file.id))) };
  } catch (error) {
    if (error instanceof AppError && error.status < 500) await endUpload(file.id);
    throw error;
  }
  const releases = await storeRow(file.id, arrived);
  // It was ended meanwhile, or somebody else has just finished it.
  if (releases === null) throw new AppError('conflict', 'This upload has ended already. Look at your files.');
  await applyNow(releases);
  return arrived;
}

/** Ends a pending upload: its row, its bytes and what has arrived of it go. @returns whether there was one */
export async function endUpload(id: string): Promise<boolean> {
  const releases = await removeRows(Prisma.sql`id = ${id}::uuid AND state = 'pending'`);
  await applyNow(releases);
  return releases.length > 0;
}

const tooMuch = ({ bytes }: Pending, arrived: number) =>
  new AppError(
    'file_too_large',
    `${arrived} bytes arrived, and ${bytes} were declared. Nothing was stored: declare the true size.`,
  );

async function bytesOf(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function hashOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of body) hash.update(chunk);
  return hash.digest('hex');
}
