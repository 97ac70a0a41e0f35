import type { AlertRule } from '../db/generated/client';
import type { AlertRuleView, EmailChoice } from './schema';

export const ruleView = (row: AlertRule): AlertRuleView => ({
  id: row.id,
  name: row.name,
  limit: row.limit,
  thresholds: row.thresholds,
  projected: row.projected,
  email: row.email as EmailChoice,
  webhook_ids: row.webhookIds,
  enabled: row.enabled,
  created_at: row.createdAt.toISOString(),
});

/** What the audit log keeps of a rule. */
export const auditedRule = (row: AlertRule) => {
  const { id: _id, created_at: _at, ...rest } = ruleView(row);
  return rest;
};
