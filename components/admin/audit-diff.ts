import { formatAmount, limitName, scopeWords } from '@/components/format/limit';
import { formatBytes } from '@/components/format/number';
import type { AuditView } from '@/lib/audit/schema';
import { formatDecimal } from '@/lib/money';

/** One thing a change touched, in words. null: absent. */
export interface DiffRow {
  path: string;
  before: string | null;
  after: string | null;
}

const NONE = 'none';

/** What an audit entry changed, field by field; equal fields are left out. */
export function auditDiff(before: unknown, after: unknown): DiffRow[] {
  const [a, b] = [flatten(before), flatten(after)];
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((path) => {
    const row = { path, before: a.get(path) ?? null, after: b.get(path) ?? null };
    // A field that is absent on one side and empty on the other did not change.
    const [was, is] = [row.before ?? NONE, row.after ?? NONE];
    return was === is ? [] : [row];
  });
}

/** Fields that say most about a thing, the most telling first. */
const TELLING = ['plan', 'rpm', 'tpm', 'budget', 'expires', 'suspended', 'role', 'catalog', 'overlap'];

/** The rows worth a line in a list: telling fields first, the name (which the target shows) last. */
export function tellingFirst(rows: readonly DiffRow[]): DiffRow[] {
  const rank = ({ path }: DiffRow) => {
    const at = TELLING.findIndex((word) => path.startsWith(word));
    if (at !== -1) return at;
    return path === 'name' ? TELLING.length + 1 : TELLING.length;
  };
  return [...rows].sort((a, b) => rank(a) - rank(b));
}

function flatten(value: unknown, path = '', out = new Map<string, string>()): Map<string, string> {
  if (value === undefined || (value === null && path === '')) return out;
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every(isLimit))
      for (const limit of value)
        out.set(
          `${limitName({ ...limit, resource: limit.resource || null })}, ${scopeWords(limit.scope)}`,
          limitWords(limit),
        );
    else if (value.length > 0 || path !== 'overrides')
      out.set(path, value.length === 0 ? NONE : value.map(words).join(', '));
    return out;
  }
  if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value))
      flatten(part, `${path} ${key.replaceAll('_', ' ')}`.trim(), out);
    return out;
  }
  const size = typeof value === 'number' && path.endsWith(' bytes');
  out.set(path || 'value', size ? formatBytes(value) : words(value));
  return out;
}

interface LimitLike {
  metric: string;
  resource: string | null;
  scope: string;
  window: string;
  capacity: number | null;
}

const isLimit = (value: unknown): value is LimitLike =>
  typeof value === 'object' &&
  value !== null &&
  ['metric', 'scope', 'window', 'capacity'].every((field) => field in value);

function limitWords({ capacity, metric }: LimitLike): string {
  if (capacity === null) return 'unlimited';
  // the currency is the catalog's, which an entry does not carry
  return metric === 'cost' ? formatDecimal(capacity) : formatAmount(metric, capacity, '');
}

function words(value: unknown): string {
  if (value === null) return NONE;
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (typeof value === 'number') return new Intl.NumberFormat('en').format(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const ACTIONS: Record<string, string> = {
  'workspace.create': 'Created workspace',
  'workspace.plan': 'Changed tier of',
  'workspace.overrides': 'Changed custom limits of',
  'workspace.sizes': 'Changed upload sizes of',
  'workspace.suspended': 'Changed suspension of',
  'workspace.name': 'Renamed workspace',
  'workspace.origins': 'Changed allowed origins of',
  'workspace.export': 'Exported workspace',
  'workspace.delete': 'Deleted workspace',
  'key.create': 'Created key',
  'key.update': 'Changed key',
  'key.rotate': 'Rotated key',
  'key.revoke': 'Revoked key',
  'hold.release': 'Released hold of',
  'counters.repair': 'Repaired counters of',
  'key.reset': 'Reset the counters of key',
  'dead_letter.replay': 'Replayed dead letter',
  'dead_letter.discard': 'Discarded dead letter',
  'upgrade.request': 'Requested another plan for',
  'upgrade.approve': 'Approved the request of',
  'upgrade.decline': 'Declined the request of',
  'upgrade.withdraw': 'Withdrew the request of',
  'plan.create': 'Added plan',
  'plan.update': 'Changed plan',
  'plan.delete': 'Removed plan',
  'catalog.update': 'Changed catalog',
  'key.credit': 'Granted credit to key',
  'workspace.credit': 'Granted credit to',
  'acting.start': 'Began to act in',
  'acting.write': 'Allowed changes while acting in',
  'acting.stop': 'Stopped acting in',
  'model.create': 'Created model',
  'model.update': 'Changed model',
  'model.delete': 'Deleted model',
  'upstream.create': 'Created upstream',
  'upstream.update': 'Changed upstream',
  'upstream.delete': 'Deleted upstream',
  'member.add': 'Added member',
  'member.invite': 'Invited',
  'member.role': 'Changed role of',
  'member.remove': 'Removed member',
  'invite.revoke': 'Withdrew the invitation of',
  'user.name': 'Renamed account',
  'user.password': 'Changed password of',
  'user.reset_link': 'Made a password link for',
  'user.password_reset': 'Set a new password by a link for',
  'alert.create': 'Created alert',
  'alert.update': 'Changed alert',
  'alert.delete': 'Deleted alert',
  'webhook.create': 'Created webhook',
  'webhook.update': 'Changed webhook',
  'webhook.delete': 'Deleted webhook',
  'webhook.rotate': 'Rotated the secret of webhook',
  'webhook.test': 'Tested webhook',
  'webhook.replay': 'Sent again to',
  'token.create': 'Created management token',
  'token.revoke': 'Revoked management token',
  'user.create': 'Created account',
  'user.link': 'Linked sign-in of',
  'user.platform_admin': 'Made platform admin',
  'session.end': 'Ended session',
};

/** `key.create` → "Created key", before the target's name; an unknown action in its own words. */
export function actionWords({ action, after }: Pick<AuditView, 'action' | 'after'>): string {
  if (action === 'workspace.suspended' && typeof after === 'object' && after !== null && 'suspended' in after)
    return after.suspended ? 'Suspended' : 'Lifted suspension of';
  return ACTIONS[action] ?? action.replaceAll('_', ' ').replace('.', ': ');
}

/** The known actions, for a filter. */
export const ACTION_OPTIONS = Object.entries(ACTIONS).map(([value, words]) => ({
  value,
  label: words.replace(/ of$/, ''),
}));
