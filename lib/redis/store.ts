import { env } from '../env';
import { processState } from '../process-state';
import type { Store } from './port';
import { openRestStore } from './rest';
import { openTcpStore } from './tcp';

export type { RatelimitRedis, Script, Store } from './port';

/** The process's store: `REDIS_URL` over TCP, else Upstash over REST. */
export const store = (): Store =>
  processState('store', () => {
    const { REDIS_URL, UPSTASH_REDIS_REST_URL, UPSTASH_REDIS_REST_TOKEN } = env();
    if (REDIS_URL) return openTcpStore(REDIS_URL);
    return openRestStore(UPSTASH_REDIS_REST_URL ?? '', UPSTASH_REDIS_REST_TOKEN ?? '');
  });
