import { db } from '../db/client';
import { formatWindow, limitId } from '../plans/limit';
import type { Comparison, Drifted } from './drift';
import type { DriftView, WorkspaceDriftView } from './schema';

interface Named {
  id: string;
  name: string;
  catalogId: string;
}

/** A comparison with the names of whose counters they are. */
export async function driftView(workspace: Named, compared: Comparison): Promise<WorkspaceDriftView> {
  const { id, name, catalogId } = workspace;
  const about = { workspace: { id, name, catalog: catalogId } };
  if (compared.state !== 'compared') {
    return { ...about, state: compared.state, at: null, counters: 0, drifted: [] };
  }
  const { atMs, counters, drifted } = compared;
  const at = atMs === 0 ? new Date() : new Date(atMs);
  return {
    ...about,
    state: 'compared',
    at: at.toISOString(),
    counters,
    drifted: await driftedViews(workspace, drifted),
  };
}

export async function driftedViews(workspace: Named, drifted: readonly Drifted[]): Promise<DriftView[]> {
  if (drifted.length === 0) return [];
  const [keys, users] = await Promise.all([
    db().apiKey.findMany({
      where: { id: { in: drifted.flatMap(({ of }) => of.principal.keyId ?? []) } },
      select: { id: true, name: true },
    }),
    db().user.findMany({
      where: { id: { in: drifted.map(({ of }) => of.principal.userId) } },
      select: { id: true, name: true },
    }),
  ]);
  const names = new Map([...keys, ...users].map((row) => [row.id, row.name]));
  const subjectOf = ({ scope, principal }: Drifted['of']): DriftView['subject'] => {
    if (scope === 'workspace') return { kind: 'workspace', id: workspace.id, name: workspace.name };
    const isKey = scope === 'key' && principal.keyId !== null;
    const id = isKey ? (principal.keyId ?? '') : principal.userId;
    return { kind: isKey ? 'key' : scope === 'key' ? 'session' : 'user', id, name: names.get(id) ?? id };
  };
  return drifted.map(({ of, limit, counted, expected, drift }) => ({
    limit: limitId(limit),
    metric: limit.metric,
    resource: limit.resource || null,
    scope: limit.scope,
    window: formatWindow(limit.window),
    subject: subjectOf(of),
    counted,
    expected: { used: expected.used, used_at_most: expected.usedAtMost, reserved: expected.reserved },
    drift,
  }));
}
