import { type Limit, limitId, type Scope } from './limit';

/** The numbers a key carries of its own. */
export interface KeyOverrides {
  rpm: number | null;
  tpm: number | null;
  budgetMicros: number | null;
  budgetPeriod: 'lifetime' | 'month' | null;
  /** Zone of the catalog, for a monthly budget. */
  zone: string;
}

export interface PolicyLayers {
  /** Limits of the workspace's plan. */
  workspacePlan: readonly Limit[];
  /** Limits of the plan the key is pinned to, if it is: they replace key-scope limits only. */
  keyPlan: readonly Limit[] | null;
  /** Limits an admin set for the workspace. */
  workspaceOverrides: readonly Limit[];
  key: KeyOverrides | null;
}

export const MINUTE: Limit['window'] = { kind: 'rolling', windowMs: 60_000 };

/** The limits in force for one principal: plan, then workspace overrides, then the key's own numbers. */
export function resolvePolicy(layers: PolicyLayers): Limit[] {
  const { workspacePlan, keyPlan, workspaceOverrides, key } = layers;
  const limits = new Map<string, Limit>();
  for (const limit of workspacePlan) if (!keyPlan || limit.scope !== 'key') limits.set(limitId(limit), limit);
  for (const limit of keyPlan ?? []) if (limit.scope === 'key') limits.set(limitId(limit), limit);
  for (const override of workspaceOverrides) {
    const ceiling = override.capacity === null ? null : (limits.get(limitId(override))?.ceiling ?? null);
    limits.set(limitId(override), { ...override, ceiling, setBy: 'workspace' });
  }
  if (key) applyKey(limits, key);
  return [...limits.values()];
}

function applyKey(limits: Map<string, Limit>, key: KeyOverrides): void {
  const set = (metric: 'requests' | 'tokens', own: number | null) => {
    if (own === null) return;
    const base: Limit = limits.get(limitId({ metric, resource: '', scope: 'key', window: MINUTE })) ?? {
      metric,
      resource: '',
      scope: 'key',
      window: MINUTE,
      capacity: null,
      ceiling: null,
      whenDown: 'local',
      setBy: 'plan',
    };
    // Cut at each decision, not at write time: a later downgrade must bind keys that were set before it.
    const most = base.ceiling ?? base.capacity;
    const capacity = most === null ? own : Math.min(own, most);
    limits.set(limitId(base), { ...base, capacity, setBy: 'key' });
  };
  set('requests', key.rpm);
  set('tokens', key.tpm);
  if (key.budgetMicros !== null) {
    const budget: Limit = {
      metric: 'cost',
      resource: '',
      scope: 'key',
      window:
        key.budgetPeriod === 'month'
          ? { kind: 'calendar', unit: 'month', zone: key.zone, anchorDay: 1 }
          : { kind: 'lifetime' },
      capacity: key.budgetMicros,
      ceiling: null,
      whenDown: 'closed',
      setBy: 'key',
    };
    limits.set(limitId(budget), budget);
  }
}

/** Rolling limits of a minute or less: browser sessions neither check nor count them. */
export const skippedBySessions = ({ window }: Pick<Limit, 'window'>): boolean =>
  window.kind === 'rolling' && window.windowMs <= 60_000;

/** What binds a browser session. Key scope is the pseudo-key (workspace, member). */
export const forSession = (limits: readonly Limit[]): Limit[] =>
  limits.filter((limit) => !skippedBySessions(limit));

/** Who the counters of each scope belong to. */
export type Subjects = Record<Scope, string>;
