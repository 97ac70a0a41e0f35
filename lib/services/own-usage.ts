import { parse } from '../parse';
import { HOUR_MS } from '../usage/intervals';
import { usage } from '../usage/query';
import type { UsageView } from '../usage/schema';
import { ownUsageQuery } from './schema';

/** Whose use it is: a key's, or one member's in the browser. */
interface Subject {
  workspaceId: string;
  /** null: a browser session */
  keyId: string | null;
  userId: string;
}

const DAY_HOURS = 24;

/**
 * One subject's use from the rollups, by default of the last 24 hours; some seconds behind what was settled.
 * @throws AppError `invalid_request`, `unknown_field` for a question that cannot be answered
 */
export async function ownUsage({ workspaceId, keyId, userId }: Subject, query: unknown): Promise<UsageView> {
  const { from, to, ...asked } = parse(ownUsageQuery, query);
  const endMs = to ? Date.parse(to) : Date.now();
  return usage(workspaceId, {
    ...asked,
    from: from ?? new Date(endMs - DAY_HOURS * HOUR_MS).toISOString(),
    to: new Date(endMs).toISOString(),
    ...(keyId ? { key: keyId } : { key: 'session', member: userId }),
  });
}
