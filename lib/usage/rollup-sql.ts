import { REFUSED_OUTCOME } from './group-names';
import type { UsageQuery } from './schema';

/** How a usage question is asked of the rollups and of the counted refusals. All names in SQL are ours. */

export type Group = NonNullable<UsageQuery['group_by']>;

/** The group of admitted calls where refusals stand by their limits. */
const NO_LIMIT = '';

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

/** The values of a statement, each known in it by its place. */
export class Binder {
  readonly values: unknown[] = [];

  bind(value: unknown, type: string): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }
}

/** Conditions on the rollups, and on refusals: ` AND …` or empty; null: none can match. */
export interface Where {
  used: string | null;
  denied: string | null;
}

/** The conditions that a question's filters come to. */
export function whereOf(filters: Filters, binder: Binder): Where {
  const { outcome, limit } = filters;
  const refusalsAlone = outcome === REFUSED_OUTCOME || limit !== undefined;
  const admittedAlone = outcome !== undefined && outcome !== REFUSED_OUTCOME;
  const columns = { key: 'key_id', member: 'user_id', model: 'model', resource: 'resource' } as const;
  const shared = (Object.entries(columns) as [keyof typeof columns, string][]).flatMap(([name, column]) =>
    filters[name] === undefined
      ? []
      : [`${column} = ${binder.bind(filters[name], name === 'member' ? 'uuid' : 'text')}`],
  );
  const used = admittedAlone ? [...shared, `outcome = ${binder.bind(outcome, 'text')}`] : shared;
  // PostgreSQL refuses a value that nothing asks for.
  const denied =
    limit !== undefined && !admittedAlone ? [...shared, `"limit" = ${binder.bind(limit, 'text')}`] : shared;
  const spell = (conditions: string[]) => conditions.map((condition) => ` AND ${condition}`).join('');
  return { used: refusalsAlone ? null : spell(used), denied: admittedAlone ? null : spell(denied) };
}
