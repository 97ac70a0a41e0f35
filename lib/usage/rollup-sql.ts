import { REFUSED_OUTCOME } from './group-names';
import type { UsageQuery } from './schema';

/** How a usage question is asked of the rollups and of the counted refusals. All names in SQL are ours. */

export type Group = NonNullable<UsageQuery['group_by']>;

/** The group of admitted calls where refusals stand by their limits. */
export const NO_LIMIT = '';

/** Columns of the rollups, and what refusals stand under. */
export const GROUP_COLUMNS: Record<Group, { used: string; denied: string }> = {
  key: { used: 'key_id', denied: 'key_id' },
  model: { used: 'model', denied: 'model' },
  resource: { used: 'resource', denied: 'resource' },
  member: { used: 'user_id::text', denied: 'user_id::text' },
  outcome: { used: 'outcome', denied: `'${REFUSED_OUTCOME}'` },
  limit: { used: `'${NO_LIMIT}'`, denied: '"limit"' },
};

type Filters = Pick<UsageQuery, 'key' | 'member' | 'model' | 'resource' | 'outcome' | 'limit'>;

export interface Where {
  /** Conditions on the rollups, on refusals: ` AND …` or empty; null: none can match. */
  used: string | null;
  denied: string | null;
  /** What `$n` of the conditions stand for, the first being `$firstParameter`. */
  values: string[];
}

/** The conditions that a question's filters come to. */
export function whereOf(filters: Filters, firstParameter: number): Where {
  const columns = { key: 'key_id', member: 'user_id', model: 'model', resource: 'resource' } as const;
  const values: string[] = [];
  const shared: string[] = [];
  const bind = (value: string, type: string) => {
    values.push(value);
    return `$${firstParameter + values.length - 1}::${type}`;
  };
  for (const [name, column] of Object.entries(columns) as [keyof typeof columns, string][]) {
    const value = filters[name];
    if (value !== undefined) shared.push(`${column} = ${bind(value, name === 'member' ? 'uuid' : 'text')}`);
  }
  const used = [...shared];
  const denied = [...shared];
  const { outcome, limit } = filters;
  const refusalsAlone = outcome === REFUSED_OUTCOME || limit !== undefined;
  const admittedAlone = outcome !== undefined && outcome !== REFUSED_OUTCOME;
  if (admittedAlone) used.push(`outcome = ${bind(outcome, 'text')}`);
  if (limit !== undefined) denied.push(`"limit" = ${bind(limit, 'text')}`);
  const spell = (conditions: string[]) => conditions.map((condition) => ` AND ${condition}`).join('');
  return {
    used: refusalsAlone ? null : spell(used),
    denied: admittedAlone ? null : spell(denied),
    values,
  };
}
