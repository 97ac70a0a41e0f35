import type { StoredFile } from '../db/generated/client';
import { AppError } from '../errors';
import { fileStorage } from '../uploads/storage/storage';

/** What providers read (https://platform.openai.com/docs/guides/images-vision). */
const READABLE: readonly string[] = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'];
const MAX_MEGABYTES = 20;

/** @throws AppError (400, 409 or 413) where no model could be shown the file */
export function requirePicture({ state, kind, contentType, bytes }: StoredFile): void {
  if (state !== 'stored') {
    throw new AppError('conflict', 'This file has not arrived yet. Complete its upload first.');
  }
  if (!READABLE.includes(contentType)) {
    const what = kind === 'image' ? `a picture of type ${contentType}` : `a ${kind || 'file'}`;
    throw new AppError(
      'invalid_request',
      `Models describe pictures in PNG, JPEG, WebP or GIF, and this is ${what}.`,
      { param: 'file_id' },
    );
  }
  if (Number(bytes) > MAX_MEGABYTES << 20) {
    throw new AppError(
      'file_too_large',
      `Models are shown pictures of at most ${MAX_MEGABYTES} MB. Upload a smaller copy and have that described.`,
      { param: 'file_id' },
    );
  }
}

/** A picture as a message carries it: whole, in base64. */
export async function pictureUrl({ id, contentType }: StoredFile): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await (await fileStorage()).read(id)) chunks.push(chunk);
  return `data:${contentType};base64,${Buffer.concat(chunks).toString('base64')}`;
}
