import type { Actor } from '../actor';
import { change } from '../changes/change';
import { lockRule, requireAlertAdmin } from './access';
import { auditedRule } from './rule-view';

/** Deletes a rule; what it told stays in the list. @throws AppError `not_found`, `forbidden` */
export async function deleteRule(actor: Actor, workspaceId: string, id: string): Promise<void> {
  await requireAlertAdmin(actor, workspaceId);
  await change(actor, async (tx) => {
    const before = await lockRule(tx, workspaceId, id);
    await tx.alertRule.delete({ where: { id } });
    return {
      result: undefined,
      audit: [
        {
          action: 'alert.delete',
          workspaceId,
          target: { kind: 'alert', id, name: before.name },
          before: auditedRule(before),
        },
      ],
      bumps: [],
    };
  });
}
