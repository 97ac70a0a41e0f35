import { db } from '../db/client';
import { isId } from '../ids';
import { GROUPS, type UsageQuery, type UsageRow } from './schema';

type Group = NonNullable<UsageQuery['group_by']>;

/** The outcome that refusals stand under when usage is grouped by outcome. */
export const REFUSED_OUTCOME = 'refused';

const OUTCOMES: Record<string, string> = {
  ok: 'OK',
  upstream_error: 'Upstream error',
  client_closed: 'Closed by client',
  stopped: 'Stopped by a limit',
  void: 'Void',
  unknown: 'Unknown',
  [REFUSED_OUTCOME]: 'Refused',
};

/** What people call the groups of an answer. A key or member that is gone keeps its id as a name. */
export async function groupNames(
  workspaceId: string,
  groupBy: Group,
  rows: readonly Pick<UsageRow, 'group'>[],
): Promise<Record<string, string>> {
  const groups = [...new Set(rows.map((row) => row.group))];
  const named = await lookUp(workspaceId, groupBy, groups);
  return Object.fromEntries(groups.map((group) => [group, named.get(group) ?? (group || 'None')]));
}

/** What people call what a question is filtered by. */
export async function filterNames(
  workspaceId: string,
  query: Partial<Record<Group, string>>,
): Promise<Record<string, string>> {
  const names = GROUPS.map(async (group): Promise<[string, string][]> => {
    const value = query[group];
    if (value === undefined) return [];
    return [[group, (await lookUp(workspaceId, group, [value])).get(value) ?? value]];
  });
  return Object.fromEntries((await Promise.all(names)).flat());
}

/** Names of keys (of this workspace), members, outcomes, by their ids; unknown ones are absent. */
export async function lookUp(
  workspaceId: string,
  groupBy: string,
  groups: string[],
): Promise<Map<string, string>> {
  const ids = groups.filter(isId);
  if (groupBy === 'key') {
    // By workspace too: a name of another tenant must not show, whatever a row says.
    const keys = await db().apiKey.findMany({
      where: { workspaceId, id: { in: ids } },
      select: { id: true, name: true },
    });
    return new Map([['session', 'Browser sessions'], ...keys.map((k) => [k.id, k.name] as const)]);
  }
  if (groupBy === 'member') {
    const users = await db().user.findMany({
      where: { id: { in: ids } },
      select: { id: true, name: true },
    });
    return new Map(users.map((user) => [user.id, user.name]));
  }
  // Limits keep their ids: pages put them in words, programs compare them.
  if (groupBy === 'limit') return new Map([['', 'Admitted']]);
  return new Map(groupBy === 'outcome' ? Object.entries(OUTCOMES) : []);
}
