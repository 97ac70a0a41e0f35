import type { Actor } from '../actor';
import { listRules } from '../alerts/list-rules';
import { auditPieces } from '../audit/csv';
import { toCsv } from '../csv';
import { formatDecimal } from '../money';
import { lookUp } from '../usage/group-names';
import { getWorkspace } from '../workspaces/get-workspace';
import type { WorkspaceView } from '../workspaces/schema';
import { planChanges } from '../workspaces/upgrades/plan-changes';
import { auditPages, filePages, keyPages, memberPages } from './lists';
import { readme } from './readme';
import { refusedQuarters, usageHours } from './usage-pages';

/** One file of the archive: its pieces are made as they are sent. */
export interface Entry {
  name: string;
  lastModified: Date;
  input: AsyncIterable<string>;
}

async function* json(read: () => Promise<unknown>): AsyncGenerator<string> {
  yield `${JSON.stringify(await read(), null, 2)}\n`;
}

/** Pages of rows as one CSV; the head stands there also where there are none. */
async function* csv<T>(
  columns: readonly string[],
  pages: AsyncIterable<readonly T[]>,
  row: (one: T) => object = (one) => one as object,
): AsyncGenerator<string> {
  yield toCsv([], columns);
  for await (const page of pages) yield toCsv(page.map(row), columns, false);
}

interface Counted {
  start_at: Date;
  key_id: string;
  user_id: string;
}

/** With what people call keys and members beside their ids; who is gone keeps the id as a name. */
async function* withNames<T extends Counted>(workspaceId: string, pages: AsyncIterable<T[]>) {
  for await (const page of pages) {
    const ids = (of: (row: T) => string) => [...new Set(page.map(of))];
    const [keys, members] = await Promise.all([
      lookUp(
        workspaceId,
        'key',
        ids((row) => row.key_id),
      ),
      lookUp(
        workspaceId,
        'member',
        ids((row) => row.user_id),
      ),
    ]);
    yield page.map((row) => ({
      ...row,
      start: row.start_at.toISOString(),
      key: keys.get(row.key_id) ?? row.key_id,
      member: members.get(row.user_id) ?? row.user_id,
    }));
  }
}

const WHOSE = ['start', 'key_id', 'key', 'user_id', 'member', 'resource', 'model'];
const USED = ['outcome', 'requests', 'tokens_in', 'tokens_out', 'cost', 'messages', 'descriptions'];
const REFUSED = ['limit', 'code', 'denied'];
const MEMBER = ['id', 'name', 'email', 'role', 'since'];
const KEY = ['id', 'name', 'prefix', 'last4', 'owner', 'plan', 'rpm', 'tpm', 'budget', 'budget_period'];
const KEY_LISTS = ['scopes', 'models', 'ips', 'created_at', 'expires_at', 'revoked_at'];
const FILE = ['id', 'name', 'kind', 'bytes', 'sha256', 'created_at', 'description'];

/** Everything that an archive of a workspace holds, in its order. */
export function entriesOf(actor: Actor, workspace: WorkspaceView, at: Date): Entry[] {
  const { id } = workspace;
  const files: Record<string, AsyncIterable<string>> = {
    'README.txt': readme(workspace, at),
    'workspace.json': json(() => getWorkspace(actor, id)),
    'plan-changes.json': json(() => planChanges(actor, id)),
    'alerts.json': json(() => listRules(actor, id)),
    'members.csv': csv(MEMBER, memberPages(actor, id), ({ user, ...rest }) => ({ ...user, ...rest })),
    'keys.csv': csv([...KEY, ...KEY_LISTS], keyPages(actor, id), (key) => ({
      ...key,
      owner: key.owner.email,
      budget: key.budget?.amount ?? '',
      budget_period: key.budget?.period ?? '',
      scopes: key.scopes.join(' '),
      models: key.models.join(' '),
      ips: key.ips.join(' '),
    })),
    'usage.csv': csv([...WHOSE, ...USED], withNames(id, usageHours(id)), (hour) => ({
      ...hour,
      cost: formatDecimal(Number(hour.cost_micros)),
    })),
    'refusals.csv': csv([...WHOSE, ...REFUSED], withNames(id, refusedQuarters(id))),
    'files.csv': csv(FILE, filePages(id), ({ createdAt, description, ...file }) => ({
      ...file,
      created_at: createdAt.toISOString(),
      description: description ?? '',
    })),
    'audit.csv': auditPieces(auditPages(id)),
  };
  return Object.entries(files).map(([name, input]) => ({ name, lastModified: at, input }));
}
