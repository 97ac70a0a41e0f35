import type { Alert } from '../db/generated/client';

/** What a webhook is told: the type, and the body that is signed. */
export interface Message {
  type: string;
  body: string;
}

type Told = Omit<Alert, 'deliveries' | 'rule'>;

const parts = (limit: string) => {
  const [, metric = '', resource = '', window = ''] = /^[^:]*:([^/]*)\/([^/]*)\/(.*)$/.exec(limit) ?? [];
  return { metric, resource: resource === '*' ? null : resource, window };
};

/** An alert as its webhooks get it: `type`, `timestamp` and `data`, as Standard Webhooks has them. */
export function alertMessage(alert: Told, workspace: { id: string; name: string }): Message {
  const type = alert.threshold === 0 ? 'limit.exhaustion_projected' : 'limit.threshold_crossed';
  const capacity = Number(alert.capacity);
  const used = Number(alert.used);
  const data = {
    alert_id: alert.id,
    rule: { id: alert.ruleId, name: alert.ruleName },
    workspace,
    subject: { scope: alert.scope, id: alert.subjectId, name: alert.subjectName },
    threshold: alert.threshold === 0 ? null : alert.threshold,
    limit: { id: alert.limit, ...parts(alert.limit), capacity },
    used,
    remaining: Math.max(0, capacity - used),
    reset_at: alert.resetAt?.toISOString() ?? null,
    projected_at: alert.projectedAt?.toISOString() ?? null,
    period_start: alert.periodStart.toISOString(),
  };
  return { type, body: JSON.stringify({ type, timestamp: alert.createdAt.toISOString(), data }) };
}

/** A message that says only that messages arrive. */
export function testMessage(workspace: { id: string; name: string }, nowMs: number): Message {
  const type = 'webhook.test';
  const timestamp = new Date(nowMs).toISOString();
  return { type, body: JSON.stringify({ type, timestamp, data: { workspace } }) };
}
