import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import type { StoreView } from '@/lib/system/schema';
import { Facts } from './facts';
import { HealthBadge } from './health-badge';
import { bytesWords, countWords, latencyWords, NONE, spanWords } from './words';

const PERSISTENCE = { aof: 'append-only file', rdb: 'snapshots alone', none: 'none' } as const;

/** The store of the counters. */
export function StoreCard({ store }: { store: StoreView | undefined }) {
  const memory = store?.memory_limit_bytes
    ? `${bytesWords(store.memory_bytes)} of ${bytesWords(store.memory_limit_bytes)}`
    : bytesWords(store?.memory_bytes);
  return (
    <Card aria-busy={!store}>
      <CardHeader className="border-b">
        <CardTitle>Counter store</CardTitle>
        {store && <HealthBadge state={store.state} />}
      </CardHeader>
      <Facts
        loading={!store}
        facts={[
          ['Version', store?.version ? `Redis ${store.version}` : NONE],
          ['Driver', store?.driver === 'rest' ? 'REST' : 'TCP'],
          ['Round trip', latencyWords(store?.latency_ms)],
          ['Memory', memory],
          ['When full', store?.policy ?? NONE],
          ['Persistence', store?.persistence ? PERSISTENCE[store.persistence] : NONE],
          ['Up for', spanWords(store?.up_seconds)],
          ['Connections', countWords(store?.connections)],
          ['Commands a second', countWords(store?.commands_per_second)],
          ['Shards in force', store ? `${countWords(store.epochs)} of ${countWords(store.shards)}` : NONE],
          ['Instances announced', countWords(store?.announced)],
        ]}
      />
    </Card>
  );
}
