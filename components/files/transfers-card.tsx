'use client';

import { Button } from '@/components/ui/button';
import { Card, CardHeader, CardTitle } from '@/components/ui/card';
import { isActive, summary, type Transfer } from './transfer';
import { TransferRow } from './transfer-row';
import type { UploadsStore } from './uploads-store';

/** Everything that was dropped or chosen since the page was loaded, until it is cleared. */
export function TransfersCard({ transfers, store }: { transfers: readonly Transfer[]; store: UploadsStore }) {
  const hasEnded = transfers.some((transfer) => !isActive(transfer));
  return (
    <>
      <p role="status" className="sr-only">
        {summary(transfers)}
      </p>
      {transfers.length > 0 ? (
        <Card aria-label="Uploads">
          <CardHeader>
            <CardTitle>{summary(transfers)}</CardTitle>
            {hasEnded ? (
              <Button variant="ghost" size="sm" onClick={() => store.clearEnded()}>
                Clear ended uploads
              </Button>
            ) : null}
          </CardHeader>
          <ul aria-label="Uploads" className="max-h-96 overflow-y-auto border-t">
            {transfers.map((transfer) => (
              <TransferRow key={transfer.id} transfer={transfer} store={store} />
            ))}
          </ul>
        </Card>
      ) : null}
    </>
  );
}
