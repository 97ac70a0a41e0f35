import { PutObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { AppError } from '../../errors';
import { chunksUntil } from './chunks';
import { orStorageFailure } from './failure';
import type { PresignedPut } from './port';
import type { Bucket } from './s3-bucket';
import { s3Multipart } from './s3-multipart';
import { s3Tails } from './s3-tails';

/** Every part but the last has this size: some services want them alike, all want 5 MiB or more. */
export const PART_BYTES = 5 * 2 ** 20;
/** What one PUT may carry, by S3's own limits. */
const LARGEST_PUT_BYTES = 5 * 2 ** 30;
/** Parts of what is larger: few requests, and not too much to send again where one breaks. */
const PRESIGNED_PART_BYTES = 2 ** 30;

/**
 * Partial objects: the parts of a multipart upload, and a tail that is too short for a part yet, which lies beside
 * it as an object of its own, named by the offset at which it begins. So nothing is known here alone: any
 * instance goes on with any upload, and a tail that a part has taken in is one that nobody looks for.
 */
export function s3Partials(place: Bucket) {
  const { client } = place;
  const multipart = s3Multipart(place);
  const tails = s3Tails(place);

  /** The upload, the bytes of its parts, and all bytes with the tail. */
  async function look(name: string) {
    const upload = await multipart.find(name);
    if (!upload) return null;
    const inParts = upload.parts.reduce((sum, part) => sum + part.bytes, 0);
    return { ...upload, inParts, tailBytes: (await tails.size(name, inParts)) ?? 0 };
  }

  async function size(name: string): Promise<number> {
    const found = await orStorageFailure(() => look(name));
    return found ? found.inParts + found.tailBytes : 0;
  }

  async function append(
    name: string,
    offset: number,
    body: AsyncIterable<Uint8Array>,
    signal?: AbortSignal,
  ): Promise<number> {
    const begun = await orStorageFailure(async () => (await look(name)) ?? (await multipart.begin(name)));
    const has = begun.inParts + begun.tailBytes;
    if (has !== offset) throw new AppError('conflict', `The upload has ${has} bytes: go on from there.`);
    const part = Buffer.allocUnsafe(PART_BYTES);
    let [filled, inParts, number] = [0, begun.inParts, begun.parts.length + 1];

    const send = async (): Promise<void> => {
      await multipart.put(name, begun.uploadId, number, part.subarray(0, filled));
      inParts += filled;
      number++;
      filled = 0;
    };
    const take = async (chunk: Uint8Array): Promise<void> => {
      for (let done = 0; done < chunk.byteLength; ) {
        const piece = chunk.subarray(done, done + PART_BYTES - filled);
        part.set(piece, filled);
        filled += piece.byteLength;
        done += piece.byteLength;
        if (filled === PART_BYTES) await orStorageFailure(send);
      }
    };

    if (begun.tailBytes > 0) await take(await orStorageFailure(() => tails.read(name, inParts)));
    try {
      for await (const chunk of chunksUntil(body, signal)) await take(chunk);
    } finally {
      // Also of a body that broke off: what came is kept.
      if (filled > 0) await orStorageFailure(() => tails.write(name, inParts, part.subarray(0, filled)));
    }
    return inParts + filled;
  }

  /** Makes the parts and the tail one object. Answers its bytes, null where nothing was begun, or it has ended. */
  const complete = (name: string): Promise<number | null> =>
    orStorageFailure(async () => {
      const found = await look(name);
      if (!found) return null;
      const parts = [...found.parts];
      if (found.tailBytes > 0 || parts.length === 0) {
        const tail = found.tailBytes > 0 ? await tails.read(name, found.inParts) : new Uint8Array();
        if (parts.length === 0) {
          await client.send(new PutObjectCommand({ ...multipart.at(name), Body: tail }));
          return tail.byteLength;
        }
        parts.push(await multipart.put(name, found.uploadId, parts.length + 1, tail));
      }
      const completed = await multipart.complete(name, found.uploadId, parts);
      return completed ? found.inParts + found.tailBytes : null;
    });

  const presign = (name: string, bytes: number, expiresS: number): Promise<PresignedPut[]> =>
    orStorageFailure(async () => {
      const { uploadId } = await multipart.begin(name);
      const partBytes = bytes > LARGEST_PUT_BYTES ? PRESIGNED_PART_BYTES : bytes;
      return Promise.all(
        cut(bytes, partBytes).map(async (piece, index): Promise<PresignedPut> => {
          const command = new UploadPartCommand({
            ...multipart.at(name),
            UploadId: uploadId,
            PartNumber: index + 1,
            ContentLength: piece.bytes,
          });
          const url = await getSignedUrl(client, command, { expiresIn: expiresS });
          return { url, method: 'PUT', headers: {}, ...piece };
        }),
      );
    });

  async function removeAll(name: string): Promise<void> {
    await orStorageFailure(() => multipart.abort(name));
    await orStorageFailure(() => tails.remove(name));
  }

  return { append, size, complete, presign, removeAll, list: multipart.list };
}

/** `bytes` in pieces of at most `partBytes`. */
function cut(bytes: number, partBytes: number): { start: number; bytes: number }[] {
  const pieces = [];
  for (let start = 0; start < bytes; start += partBytes)
    pieces.push({ start, bytes: Math.min(partBytes, bytes - start) });
  return pieces;
}
