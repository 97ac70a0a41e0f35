import { Redis } from 'ioredis';
import { db } from '../db/client';

/** Ends the file's connections and removes the keys under its prefix. */
export async function closeFileServices(redisUrl: string, prefix: string): Promise<void> {
  await db().$disconnect();
  const redis = new Redis(redisUrl);
  try {
    for await (const keys of redis.scanStream({ match: `${prefix}:*`, count: 1000 })) {
      if ((keys as string[]).length > 0) await redis.unlink(...(keys as string[]));
    }
  } finally {
    redis.disconnect();
  }
}
