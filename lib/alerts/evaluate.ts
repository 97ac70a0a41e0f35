import { db, type Tx } from '../db/client';
import type { Alert, AlertRule } from '../db/generated/client';
import { newId } from '../ids';
import { mailConfigured } from '../mail';
import { crossed } from './crossed';
import type { Figure, FigureSource } from './figure';
import { figuresOf } from './figures';
import { alertMessage } from './message';
import { paceOf } from './pace';

interface Evaluated {
  id: string;
  name: string;
}

/** Workspaces that asked to be told of something. */
export const watchedWorkspaces = (): Promise<Evaluated[]> =>
  db().workspace.findMany({
    where: { suspendedAt: null, alertRules: { some: { enabled: true } } },
    select: { id: true, name: true },
    orderBy: { id: 'asc' },
  });

/**
 * Looks at every counter that a workspace's rules watch, and tells of each crossing once: its row is unique, so two
 * instances, or one that was killed half-way, tell no second time. The alert and its messages commit together.
 * @returns the alerts that are new
 * @throws where store or database do not answer; the next round tries again
 */
export async function evaluate(
  workspace: Evaluated,
  source: FigureSource,
  nowMs = Date.now(),
): Promise<Alert[]> {
  const rules = await db().alertRule.findMany({
    where: { workspaceId: workspace.id, enabled: true },
    orderBy: { id: 'asc' },
  });
  if (rules.length === 0) return [];
  const rows: Alert[] = [];
  for (const figure of await figuresOf(workspace, source, nowMs)) {
    const watching = rules.filter((rule) => rule.limit === null || rule.limit === figure.limit.id);
    if (watching.length === 0) continue;
    const pace = watching.some((rule) => rule.projected) ? await paceOf(workspace.id, figure) : null;
    for (const rule of watching) rows.push(...alertsOf(workspace.id, rule, figure, pace, nowMs));
  }
  if (rows.length === 0) return [];
  return db().$transaction((tx) => tell(tx, workspace, rules, rows));
}

function alertsOf(
  workspaceId: string,
  rule: AlertRule,
  { subject, limit, atMs }: Figure,
  pace: number | null,
  nowMs: number,
): Alert[] {
  return crossed(limit, rule, atMs, pace).map(({ threshold, periodStartMs, projectedMs }) => ({
    id: newId(),
    workspaceId,
    ruleId: rule.id,
    ruleName: rule.name,
    threshold,
    limit: limit.id,
    scope: subject.scope,
    subjectId: subject.id,
    subjectName: subject.name,
    periodStart: new Date(periodStartMs),
    capacity: BigInt(limit.limit ?? 0),
    used: BigInt(limit.used),
    resetAt: limit.reset_at === null ? null : new Date(limit.reset_at),
    projectedAt: projectedMs === null ? null : new Date(projectedMs),
    createdAt: new Date(nowMs),
  }));
}

async function tell(tx: Tx, workspace: Evaluated, rules: AlertRule[], rows: Alert[]): Promise<Alert[]> {
  const fresh = await tx.alert.createManyAndReturn({ data: rows, skipDuplicates: true });
  if (fresh.length === 0) return [];
  const [webhooks, members] = await Promise.all([
    tx.webhook.findMany({ where: { workspaceId: workspace.id, enabled: true }, select: { id: true } }),
    tx.member.findMany({
      where: { workspaceId: workspace.id },
      select: { role: true, user: { select: { email: true } } },
    }),
  ]);
  const live = new Set(webhooks.map(({ id }) => id));
  const messages = fresh.flatMap((alert) => {
    const rule = rules.find(({ id }) => id === alert.ruleId);
    if (!rule) return [];
    const base = { workspaceId: workspace.id, alertId: alert.id, ...alertMessage(alert, workspace) };
    const hooks = rule.webhookIds.filter((id) => live.has(id));
    const people = mailConfigured() ? members.filter(({ role }) => gets(rule.email, role)) : [];
    return [
      ...hooks.map((webhookId) => ({ id: newId(), ...base, webhookId })),
      ...people.map(({ user }) => ({ id: newId(), ...base, email: user.email })),
    ];
  });
  if (messages.length > 0) await tx.delivery.createMany({ data: messages });
  return fresh;
}

const gets = (choice: string, role: string): boolean =>
  choice === 'everyone' || (choice === 'admins' && (role === 'owner' || role === 'admin'));
