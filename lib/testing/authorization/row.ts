import type { Sent } from '../manage-call';
import { ACTORS, type ActorName, type World } from './actors';

/**
 * Who may: `anyone`; `signed in`, whoever they are; `account`, a browser session for its own account; members from
 * a role upwards (platform admins too, strangers meet a 404); `platform`, platform admins alone.
 */
export type May =
  | 'anyone'
  | 'signed in'
  | 'account'
  | 'viewer'
  | 'developer'
  | 'admin'
  | 'owner'
  | 'platform';

/** One row of the matrix: a route with its method, who may call it, and what is sent. */
export interface Row {
  /** e.g. `GET workspaces/[id]/keys`, below app/api/manage */
  route: string;
  /** Tells apart several rows of a route. */
  asks?: string;
  may: May;
  /** The status for who may. */
  ok: number;
  /** Cells that the class does not tell. */
  except?: Partial<Record<ActorName, number>>;
  /** Made once for all who may not and for all who read, and anew for each who writes. */
  send?: (world: World, as: ActorName) => Sent | Promise<Sent>;
}

const RANK = { viewer: 0, developer: 1, admin: 2, owner: 3 };

/** Whose credentials are no good. */
const NOBODY: readonly ActorName[] = [
  'anonymous',
  'forged token',
  'api key',
  'revoked session',
  'expired session',
  'suspended owner',
  'suspended owner’s token',
];
/** The role that each has in the workspace; null: above roles. */
const ROLE: Partial<Record<ActorName, keyof typeof RANK | null>> = {
  viewer: 'viewer',
  developer: 'developer',
  admin: 'admin',
  owner: 'owner',
  'owner from another site': 'owner',
  'owner’s token': 'owner',
  'acting, looking': 'owner',
  'acting, changing': 'owner',
  'platform admin': null,
  'platform admin’s token': null,
};

/** Those for whom the workspace does not exist. */
export const OUTSIDERS: Partial<Record<ActorName, number>> = {
  'owner of another workspace': 404,
  'former member': 404,
  'owner’s token for another workspace': 404,
  'platform admin’s token for the workspace': 404,
};

export const methodOf = ({ route }: Row): string => route.split(' ')[0] ?? '';

/** The status that an actor must meet in a row. */
export function expected(row: Row, actor: ActorName): number {
  const { may, ok } = row;
  const exception = row.except?.[actor];
  if (exception !== undefined) return exception;
  if (may === 'anyone') return ok;
  if (NOBODY.includes(actor)) return 401;
  const writes = methodOf(row) !== 'GET';
  if (writes && (actor === 'owner from another site' || actor === 'acting, looking')) return 403;
  if (may === 'signed in') return ok;
  if (may === 'account') return actor.startsWith('acting') || actor.includes('token') ? 403 : ok;
  if (may === 'platform') return ROLE[actor] === null ? ok : 403;
  if (actor in OUTSIDERS) return 404;
  const role = ROLE[actor] ?? null;
  return role === null || RANK[role] >= RANK[may] ? ok : 403;
}

/** Whether an actor is served: anything else must leave no trace. */
const isServed = (row: Row, actor: ActorName): boolean =>
  expected(row, actor) === row.ok || expected(row, actor) < 300;

export const cellsOf = (row: Row, served: boolean): ActorName[] =>
  ACTORS.filter((actor) => isServed(row, actor) === served);
