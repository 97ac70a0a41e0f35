import { type Limit, limitId, type Scope } from './limit';
import { defaultWhenDown } from './when-down';

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
    const capacity = cut(own, base);
    // What is unlimited stays open without the store; a number of the key's own does what its kind does.
    const whenDown = base.capacity === null ? defaultWhenDown({ ...base, capacity }) : base.whenDown;
    limits.set(limitId(base), { ...base, capacity, whenDown, setBy: 'key' });
  };
  set('requests', key.rpm);
  set('tokens', key.tpm);
  if (key.budgetMicros === null || key.budgetPeriod === null) return;
  const budget: Limit = {
    metric: 'cost',
    resource: '',
    scope: 'key',
    window: budgetWindow(key.budgetPeriod, key.zone),
    capacity: key.budgetMicros,
    ceiling: null,
    whenDown: 'closed',
    setBy: 'key',
  };
  const base = limits.get(limitId(budget));
  const capacity = cut(key.budgetMicros, base);
  limits.set(limitId(budget), { ...budget, capacity, ceiling: base?.ceiling ?? null });
}

/** Cut at each decision, not at write time: a later downgrade must bind keys that were set before it. */
function cut(own: number, base: Limit | undefined): number {
  const most = base ? (base.ceiling ?? base.capacity) : null;
  return most === null ? own : Math.min(own, most);
}

/** What a key's budget counts in: a month of its catalog's zone, or all time. */
export const budgetWindow = (period: 'lifetime' | 'month', zone: string): Limit['window'] =>
  period === 'month' ? { kind: 'calendar', unit: 'month', zone, anchorDay: 1 } : { kind: 'lifetime' };

/** Rolling limits of a minute or less: browser sessions neither check nor count them. */
export const skippedBySessions = ({ window }: Pick<Limit, 'window'>): boolean =>
  window.kind === 'rolling' && window.windowMs <= 60_000;

/** What binds a browser session. Key scope is the pseudo-key (workspace, member). */
export const forSession = (limits: readonly Limit[]): Limit[] =>
  limits.filter((limit) => !skippedBySessions(limit));

/** Who the counters of each scope belong to. */
export type Subjects = Record<Scope, string>;
