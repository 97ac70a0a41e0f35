import type { Actor } from '../actor';
import { accessTo } from '../auth/access';
import { db } from '../db/client';
import { ruleView } from './rule-view';
import type { AlertRuleView } from './schema';

/** A workspace's rules, oldest first; for its members. @throws AppError `not_found` */
export async function listRules(actor: Actor, workspaceId: string): Promise<AlertRuleView[]> {
  await accessTo(actor, workspaceId);
  const rows = await db().alertRule.findMany({ where: { workspaceId }, orderBy: { id: 'asc' } });
  return rows.map(ruleView);
}
