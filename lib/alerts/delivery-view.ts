import type { Prisma } from '../db/generated/client';
import type { AttemptView, DeliveryView } from './schema';

export const DELIVERY_INCLUDE = {
  webhook: { select: { id: true, name: true } },
} satisfies Prisma.DeliveryInclude;

type Row = Prisma.DeliveryGetPayload<{ include: typeof DELIVERY_INCLUDE }>;

/** The attempts of a delivery, as its column holds them. */
export const attemptsOf = (log: unknown): AttemptView[] => (Array.isArray(log) ? (log as AttemptView[]) : []);

export const deliveryView = (row: Row): DeliveryView => ({
  id: row.id,
  type: row.type,
  alert_id: row.alertId,
  webhook: row.webhook,
  email: row.email,
  status: row.status,
  attempts: row.attempts,
  next_attempt_at: row.status === 'pending' ? row.nextAttemptAt.toISOString() : null,
  created_at: row.createdAt.toISOString(),
  log: attemptsOf(row.log),
  body: row.webhookId === null ? null : row.body,
});
