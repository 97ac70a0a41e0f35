'use client';

import { errorText } from '@/components/api-client';
import { HoldsCard } from '@/components/holds/holds-card';
import { PageHeader } from '@/components/shell/page-header';
import { Card } from '@/components/ui/card';
import { ErrorState } from '@/components/ui/error-state';
import { DatabaseCard } from './database-card';
import { DeadLettersCard } from './dead-letters-card';
import { DriftCard } from './drift-card';
import { HealthTiles } from './health-tiles';
import { InstancesCard } from './instances-card';
import { StoreCard } from './store-card';
import { useSystem } from './use-system';

/** How the installation is: stores, the ledger's reader, instances, and whether counters equal the ledger. */
export function SystemPage() {
  const system = useSystem();
  const { data, error, refetch } = system;
  return (
    <>
      <PageHeader
        title="System"
        description="How the stores, the ledger and the instances are, and whether counters equal the ledger."
      />
      {error && !data ? (
        <Card>
          <ErrorState
            title="The system could not be looked at"
            {...errorText(error)}
            onRetry={() => refetch()}
          />
        </Card>
      ) : (
        <>
          <HealthTiles system={data} />
          <DriftCard />
          <HoldsCard mayRelease />
          <DeadLettersCard />
          <div className="grid items-start gap-6 lg:grid-cols-2">
            <StoreCard store={data?.store} />
            <DatabaseCard database={data?.database} />
          </div>
          <InstancesCard system={system} />
        </>
      )}
    </>
  );
}
