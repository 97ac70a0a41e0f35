import type { Limit } from '../plans/limit';
import type { Subjects } from '../plans/policy';

/** Who calls a product route: an API key or a browser session, with the policy in force. */
export interface Principal {
  kind: 'key' | 'session';
  workspaceId: string;
  /** The key's owner, or the session's user. */
  userId: string;
  /** null for a session */
  keyId: string | null;
  catalogId: string;
  /** Which contract's headers and envelopes answer (lib/contracts). */
  contract: string;
  currency: string;
  /** Slug of the plan in force for this principal. */
  plan: string;
  /** 1 low to 4 critical */
  priority: number;
  limits: readonly Limit[];
  /** Every limit that counts on these subjects, where some do not bind this principal (sessions). */
  counters?: readonly Limit[];
  subjects: Subjects;
  /** Revisions of the workspace and of its catalog at which this was read. */
  rev: number;
  catalogRev: number;
  /** Empty allows all. */
  models: readonly string[];
  scopes: readonly string[];
  ips: readonly string[];
  /** Origins allowed by CORS. */
  origins: readonly string[];
}
