import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  ListPartsCommand,
  type ListPartsCommandOutput,
  type MultipartUpload,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { checkObjectName, isObjectName } from './failure';
import type { StoredObject } from './port';
import type { Bucket } from './s3-bucket';
import { isAbsent } from './s3-trouble';

export type Part = { number: number; etag: string; bytes: number };

/** Multipart uploads by the name of the object that they will be. S3 itself remembers them and their parts. */
export function s3Multipart({ client, bucket, prefix }: Bucket) {
  const at = (name: string) => ({ Bucket: bucket, Key: prefix + checkObjectName(name) });

  async function* uploadsUnder(keyPrefix: string): AsyncIterable<MultipartUpload> {
    let from: { KeyMarker?: string; UploadIdMarker?: string } | null = {};
    while (from) {
      const page: ListMultipartUploadsCommandOutput = await client.send(
        new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: keyPrefix, ...from }),
      );
      yield* page.Uploads ?? [];
      from = page.IsTruncated
        ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
        : null;
    }
  }

  async function partsOf(key: string, uploadId: string): Promise<Part[]> {
    const parts: Part[] = [];
    let from: string | undefined | null;
    while (from !== null) {
      // Not the SDK's paginator: some services name a next part after the last page too.
      const page: ListPartsCommandOutput = await client.send(
        new ListPartsCommand({ Bucket: bucket, Key: key, UploadId: uploadId, PartNumberMarker: from }),
      );
      for (const { PartNumber = 0, ETag = '', Size = 0 } of page.Parts ?? [])
        parts.push({ number: PartNumber, etag: ETag, bytes: Size });
      from = (page.IsTruncated && page.NextPartNumberMarker) || null;
    }
    return parts;
  }

  async function idsOf(name: string): Promise<string[]> {
    const { Key } = at(name);
    const ids: string[] = [];
    for await (const upload of uploadsUnder(Key))
      if (upload.Key === Key && upload.UploadId) ids.push(upload.UploadId);
    return ids;
  }

  return {
    at,

    /** A new upload without parts. */
    async begin(name: string) {
      const { UploadId } = await client.send(new CreateMultipartUploadCommand(at(name)));
      if (!UploadId) throw new Error('S3 began an upload without an id');
      return { uploadId: UploadId, parts: [] as Part[], inParts: 0, tailBytes: 0 };
    },

    /** The upload of a name with its parts in order; null where there is none. */
    async find(name: string): Promise<{ uploadId: string; parts: Part[] } | null> {
      const [uploadId] = await idsOf(name);
      return uploadId ? { uploadId, parts: await partsOf(at(name).Key, uploadId) } : null;
    },

    async put(name: string, uploadId: string, number: number, body: Uint8Array): Promise<Part> {
      const { ETag = '' } = await client.send(
        new UploadPartCommand({ ...at(name), UploadId: uploadId, PartNumber: number, Body: body }),
      );
      return { number, etag: ETag, bytes: body.byteLength };
    },

    /** False where the upload has ended already. */
    async complete(name: string, uploadId: string, parts: Part[]): Promise<boolean> {
      const Parts = parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag }));
      const MultipartUpload = { Parts };
      try {
        await client.send(
          new CompleteMultipartUploadCommand({ ...at(name), UploadId: uploadId, MultipartUpload }),
        );
        return true;
      } catch (cause) {
        if (isAbsent(cause)) return false;
        throw cause;
      }
    },

    /** Ends all uploads of a name: their parts are freed and their presigned addresses worth nothing. */
    async abort(name: string): Promise<void> {
      for (const uploadId of await idsOf(name))
        try {
          await client.send(new AbortMultipartUploadCommand({ ...at(name), UploadId: uploadId }));
        } catch (cause) {
          if (!isAbsent(cause)) throw cause;
        }
    },

    async *list(): AsyncIterable<StoredObject> {
      for await (const { Key = '', UploadId = '', Initiated } of uploadsUnder(prefix)) {
        const name = Key.slice(prefix.length);
        if (!isObjectName(name)) continue;
        const parts = await partsOf(Key, UploadId);
        const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
        yield { name, bytes, modifiedAtMs: Initiated?.getTime() ?? 0, whole: false };
      }
    },
  };
}
