import { formatAmount, limitName } from '@/components/format/limit';

/** One thing a change touched, in words. null: absent. */
export interface DiffRow {
  path: string;
  before: string | null;
  after: string | null;
}

/** What an audit entry changed, field by field; equal fields are left out. */
export function auditDiff(before: unknown, after: unknown): DiffRow[] {
  const [a, b] = [flatten(before), flatten(after)];
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((path) => {
    const row = { path, before: a.get(path) ?? null, after: b.get(path) ?? null };
    return row.before === row.after ? [] : [row];
  });
}

function flatten(value: unknown, path = '', out = new Map<string, string>()): Map<string, string> {
  if (value === undefined || (value === null && path === '')) return out;
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every(isLimit))
      for (const limit of value)
        out.set(
          `${limitName({ ...limit, resource: limit.resource || null })}, ${limit.scope}`,
          limitWords(limit),
        );
    else out.set(path, value.length === 0 ? 'none' : value.map(words).join(', '));
    return out;
  }
  if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) flatten(part, path ? `${path}.${key}` : key, out);
    return out;
  }
  out.set(path || 'value', words(value));
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

const limitWords = (limit: LimitLike): string =>
  limit.capacity === null
    ? 'unlimited'
    : formatAmount(limit.metric === 'cost' ? 'micro-units' : limit.metric, limit.capacity, 'USD');

function words(value: unknown): string {
  if (value === null) return 'none';
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (typeof value === 'number') return new Intl.NumberFormat('en').format(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const ACTIONS: Record<string, string> = {
  'key.create': 'Created key',
  'key.update': 'Changed key',
  'key.revoke': 'Revoked key',
  'key.rotate': 'Rotated key',
  'workspace.create': 'Created workspace',
  'workspace.update': 'Changed workspace',
  'workspace.plan': 'Changed tier',
  'workspace.overrides': 'Changed custom limits',
  'workspace.suspend': 'Suspended workspace',
  'workspace.unsuspend': 'Lifted suspension',
  'user.sign_up': 'Signed up',
  'user.sign_in': 'Signed in',
  'user.sign_out': 'Signed out',
  'user.platform_admin': 'Made platform admin',
};

/** `key.create` → "Created key"; an unknown action in its own words. */
export const actionWords = (action: string): string =>
  ACTIONS[action] ?? action.replaceAll('_', ' ').replace('.', ': ');

/** The known actions, for a filter. */
export const ACTION_OPTIONS = Object.entries(ACTIONS).map(([value, label]) => ({ value, label }));
