import type { Actor } from '../actor';
import { change } from '../changes/change';
import { parse } from '../parse';
import { lockRule, requireAlertAdmin, requireWebhooks } from './access';
import { requireSense } from './rule-sense';
import { auditedRule, ruleView } from './rule-view';
import { type AlertRuleView, updateRuleInput } from './schema';

/**
 * Changes a rule; what it has told in this period it does not tell again.
 * @throws AppError `not_found`, `forbidden`, `invalid_request`
 */
export async function updateRule(
  actor: Actor,
  workspaceId: string,
  id: string,
  body: unknown,
): Promise<AlertRuleView> {
  await requireAlertAdmin(actor, workspaceId);
  const { webhook_ids: ids, ...input } = parse(updateRuleInput, body);
  return change(actor, async (tx) => {
    const before = await lockRule(tx, workspaceId, id);
    requireSense({ ...before, ...input });
    if (ids) await requireWebhooks(tx, workspaceId, ids);
    const row = await tx.alertRule.update({
      where: { id },
      data: { ...input, ...(ids && { webhookIds: [...new Set(ids)] }) },
    });
    return {
      result: ruleView(row),
      audit: [
        {
          action: 'alert.update',
          workspaceId,
          target: { kind: 'alert', id, name: row.name },
          before: auditedRule(before),
          after: auditedRule(row),
        },
      ],
      bumps: [],
    };
  });
}
