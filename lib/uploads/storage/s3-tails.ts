import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import { checkObjectName } from './failure';
import type { Bucket } from './s3-bucket';
import { isAbsent } from './s3-trouble';

/** The last bytes of a partial object, too few for a part of their own: `<name>.<offset they begin at>`. */
export function s3Tails({ client, bucket, prefix }: Bucket) {
  const at = (name: string, offset: number) => ({
    Bucket: bucket,
    Key: `${prefix}${checkObjectName(name)}.${offset}`,
  });
  return {
    async size(name: string, offset: number): Promise<number | null> {
      try {
        return (await client.send(new HeadObjectCommand(at(name, offset)))).ContentLength ?? 0;
      } catch (cause) {
        if (isAbsent(cause)) return null;
        throw cause;
      }
    },

    async read(name: string, offset: number): Promise<Uint8Array> {
      const { Body } = await client.send(new GetObjectCommand(at(name, offset)));
      if (!Body) throw new Error('S3 answered without a body');
      return Body.transformToByteArray();
    },

    async write(name: string, offset: number, bytes: Uint8Array): Promise<void> {
      await client.send(new PutObjectCommand({ ...at(name, offset), Body: bytes }));
    },

    /** All of a name, also those that a part has taken in. */
    async remove(name: string): Promise<void> {
      const pages = paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: `${prefix}${name}.` });
      for await (const page of pages)
        for (const { Key } of page.Contents ?? [])
          await client.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
    },
  };
}
