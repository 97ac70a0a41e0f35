import type { Actor } from '../actor';
import { change } from '../changes/change';
import { lockWorkspace } from '../changes/lock-workspace';
import { newId } from '../ids';
import { parse } from '../parse';
import { requireAlertAdmin, requireRoom, requireWebhooks } from './access';
import { requireSense } from './rule-sense';
import { auditedRule, ruleView } from './rule-view';
import { type AlertRuleView, createRuleInput } from './schema';

const MOST = 50;

/**
 * A rule of what the workspace is told. What is over a threshold already is told within seconds.
 * @throws AppError `not_found`, `forbidden`, `invalid_request`, `conflict` for more than 50
 */
export async function createRule(actor: Actor, workspaceId: string, body: unknown): Promise<AlertRuleView> {
  await requireAlertAdmin(actor, workspaceId);
  const { webhook_ids: ids, ...input } = parse(createRuleInput, body);
  requireSense(input);
  const webhookIds = [...new Set(ids)];
  return change(actor, async (tx) => {
    // Those who add take turns, so that no two pass the most.
    await lockWorkspace(tx, workspaceId);
    requireRoom(await tx.alertRule.count({ where: { workspaceId } }), MOST, 'alerts');
    await requireWebhooks(tx, workspaceId, webhookIds);
    const row = await tx.alertRule.create({ data: { id: newId(), workspaceId, ...input, webhookIds } });
    return {
      result: ruleView(row),
      audit: [
        {
          action: 'alert.create',
          workspaceId,
          target: { kind: 'alert', id: row.id, name: row.name },
          after: auditedRule(row),
        },
      ],
      bumps: [],
    };
  });
}
