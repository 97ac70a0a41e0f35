import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { chunksUntil } from './chunks';
import { checkObjectName, isObjectName, noObject, orStorageFailure, storageFailure } from './failure';
import type { ByteRange, FileStorage, Stored, StoredObject } from './port';
import type { Bucket } from './s3-bucket';
import { PART_BYTES, s3Partials } from './s3-partials';
import { isAbsent } from './s3-trouble';

/**
 * Files in a bucket. A whole object's key is the prefix and its name. A partial one is a multipart upload under
 * that key (`s3-partials.ts`), which nobody can read, and which ends for good when it is completed or aborted:
 * presigned addresses are those of its parts, so none of them outlives `seal` or `remove`.
 */
export function s3Storage(place: Bucket): FileStorage {
  const { client, bucket, prefix } = place;
  const at = (name: string) => ({ Bucket: bucket, Key: prefix + checkObjectName(name) });
  const partials = s3Partials(place);

  const size = (name: string): Promise<number | null> =>
    orStorageFailure(async () => {
      try {
        return (await client.send(new HeadObjectCommand(at(name)))).ContentLength ?? 0;
      } catch (cause) {
        if (isAbsent(cause)) return null;
        throw cause;
      }
    });

  return {
    async write(name, body, signal): Promise<Stored> {
      const hash = createHash('sha256');
      let bytes = 0;
      // The SDK wraps what a body throws: kept, to be thrown as it was.
      let broken: { error: unknown } | undefined;
      async function* passing(): AsyncIterable<Buffer> {
        try {
          for await (const chunk of chunksUntil(body, signal)) {
            hash.update(chunk);
            bytes += chunk.byteLength;
            yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
          }
        } catch (error) {
          broken = { error };
          throw error;
        }
      }
      const params = { ...at(name), Body: Readable.from(passing(), { objectMode: false }) };
      try {
        // One part travels while the next is collected; what was sent is aborted where it fails.
        await new Upload({ client, params, partSize: PART_BYTES, queueSize: 2 }).done();
      } catch (cause) {
        throw broken ? broken.error : storageFailure(cause);
      }
      return { bytes, sha256: hash.digest('hex') };
    },

    size,

    async read(name, range) {
      const found = await orStorageFailure(async () => {
        try {
          return await client.send(new GetObjectCommand({ ...at(name), Range: rangeHeader(range) }));
        } catch (cause) {
          if (isAbsent(cause)) throw noObject();
          throw cause;
        }
      });
      return bytesOf(found.Body as Readable);
    },

    append: partials.append,
    partialSize: partials.size,
    presign: partials.presign,

    async seal(name) {
      const whole = await size(name);
      // Sealed by somebody else meanwhile, or by a call of ours whose answer was lost.
      const bytes = whole ?? (await partials.complete(name)) ?? (await size(name));
      if (bytes !== null) await partials.removeAll(name);
      return bytes;
    },

    remove: (name) =>
      orStorageFailure(async () => {
        await partials.removeAll(name);
        await client.send(new DeleteObjectCommand(at(name)));
      }),

    list: () => orFailureWithin(listAll()),
  };

  async function* listAll(): AsyncGenerator<StoredObject> {
    const pages = paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix });
    for await (const page of pages)
      for (const { Key = '', Size = 0, LastModified } of page.Contents ?? []) {
        const [name = '', tail] = Key.slice(prefix.length).split('.');
        if (!isObjectName(name)) continue;
        yield { name, bytes: Size, modifiedAtMs: LastModified?.getTime() ?? 0, whole: tail === undefined };
      }
    yield* partials.list();
  }
}

/** What a list throws in between becomes `storage_unavailable`. */
async function* orFailureWithin<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* items;
  } catch (cause) {
    throw storageFailure(cause);
  }
}

const rangeHeader = (range?: ByteRange): string | undefined => range && `bytes=${range.start}-${range.end}`;

/** The connection is given back when the reader leaves, also before its first chunk. */
function bytesOf(body: Readable): AsyncIterable<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]();
  const leave = async (): Promise<IteratorResult<Uint8Array>> => {
    body.destroy();
    return { done: true, value: undefined };
  };
  return {
    [Symbol.asyncIterator]: () => ({ next: () => orStorageFailure(() => chunks.next()), return: leave }),
  };
}
