import { newId } from '../../ids';
import { type Limit, limitId } from '../../plans/limit';
import { MINUTE } from '../../plans/policy';
import { limitView } from '../../plans/view';
import { type CountedDenials, RECEIPTS_KEPT, type Receipt } from '../../usage/write-denials';

/** The receipts that the gateway would have kept of these refusals: the last ones, refused by so many a minute. */
export function refusalReceipts(denials: readonly CountedDenials[], rpm: number): Receipt[] {
  const limit: Limit = {
    metric: 'requests',
    resource: '',
    scope: 'key',
    window: MINUTE,
    capacity: rpm,
    ceiling: null,
    whenDown: 'local',
    setBy: 'key',
  };
  const receipts = denials.flatMap((minute) =>
    Array.from({ length: minute.denied }, (_, i): Receipt => {
      const clearsAtMs = minute.startMs + 60_000;
      const atMs = minute.startMs + 25_000 + Math.floor((30_000 * i) / minute.denied);
      const view = limitView({
        id: limitId(limit),
        limit,
        used: rpm,
        reserved: 0,
        remaining: 0,
        resetAtMs: clearsAtMs,
      });
      const { workspaceId, keyId, userId, resource, model, code } = minute;
      const clears_at = new Date(clearsAtMs).toISOString();
      return {
        id: newId(),
        atMs,
        ...{ workspaceId, keyId, userId, resource, model, code },
        limitId: view.id,
        details: { ...view, clears_at },
        limits: [{ ...view, held: 0 }],
      };
    }),
  );
  return receipts.sort((a, b) => a.atMs - b.atMs).slice(-RECEIPTS_KEPT);
}
