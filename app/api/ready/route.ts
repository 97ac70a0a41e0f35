import { databaseReady } from '@/lib/db/ready';
import { open } from '@/lib/http/manage';
import { Answer } from '@/lib/http/respond';
import { storeReady } from '@/lib/redis/ready';

/** Ready: database and store answer, migrations are in place. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = open({
  async GET() {
    const [database, store] = await Promise.all([databaseReady(), storeReady()]);
    const ready = database === 'ok' && store === 'ok';
    return new Answer(ready ? 200 : 503, {
      status: ready ? 'ready' : 'not ready',
      checks: { database, store },
    });
  },
});
