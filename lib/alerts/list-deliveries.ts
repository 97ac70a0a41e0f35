import type { Actor } from '../actor';
import { accessTo } from '../auth/access';
import { db } from '../db/client';
import { parse } from '../parse';
import { DELIVERY_INCLUDE, deliveryView } from './delivery-view';
import { type DeliveryView, deliveriesQuery } from './schema';

/** What was sent where and what came of it, newest first, a page at a time; for members. @throws AppError `not_found` */
export async function listDeliveries(
  actor: Actor,
  workspaceId: string,
  query: unknown,
): Promise<{ data: DeliveryView[]; nextCursor: string | null }> {
  await accessTo(actor, workspaceId);
  const { status, webhook, cursor, limit } = parse(deliveriesQuery, query);
  const rows = await db().delivery.findMany({
    where: {
      workspaceId,
      ...(status && { status }),
      ...(webhook && { webhookId: webhook }),
      ...(cursor && { id: { lt: cursor } }),
    },
    orderBy: { id: 'desc' },
    take: limit + 1,
    include: DELIVERY_INCLUDE,
  });
  const page = rows.slice(0, limit);
  return {
    data: page.map(deliveryView),
    nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}
