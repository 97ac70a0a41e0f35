import { makeUser } from '../tenants';
import { PASSWORD } from './actors';
import type { Row } from './row';
import { OUTSIDERS } from './row';
import { inviteTo, keyOf, managementTokenOf, sessionOf, upgradeBy } from './subjects';

type Send = NonNullable<Row['send']>;

/** A key of the developer's own, which a developer may change. */
const own =
  (body?: object): Send =>
  async (world) => ({ ...(await keyOf(world, world.developer)), ...(body && { body }) });
/** A key of the owner's, which takes an admin. */
const another =
  (body?: object): Send =>
  async (world) => ({ ...(await keyOf(world, world.owner)), ...(body && { body }) });

const changes = (route: string, body?: object): Row[] => [
  { route, asks: 'a key of one’s own', may: 'developer', ok: 200, send: own(body) },
  { route, asks: 'a key of somebody else', may: 'admin', ok: 200, send: another(body) },
];

/** A call about a thing of the caller's own account, which everybody has one of. */
const mine =
  (make: (user: Parameters<typeof sessionOf>[0]) => Promise<{ id: string }>): Send =>
  (world, as) =>
    make(world.userOf(as));

/** Keys, upgrades, and what belongs to an account. */
export const KEY_AND_ACCOUNT_ROWS: readonly Row[] = [
  { route: 'GET keys/[id]', may: 'viewer', ok: 200, send: another() },
  { route: 'GET keys/[id]/quota', may: 'viewer', ok: 200, send: another() },
  ...changes('PATCH keys/[id]', { name: 'Renamed' }),
  ...changes('DELETE keys/[id]'),
  ...changes('POST keys/[id]/rotate', { overlap_seconds: 0 }),
  {
    route: 'POST keys/[id]/credit',
    may: 'platform',
    ok: 200,
    except: OUTSIDERS,
    send: another({ amount: '1' }),
  },

  { route: 'POST keys/[id]/reset', may: 'platform', ok: 200, except: OUTSIDERS, send: another({}) },

  { route: 'GET upgrade-requests', may: 'platform', ok: 200 },
  ...(['approve', 'decline'] as const).map(
    (verb): Row => ({
      route: `POST upgrade-requests/[id]/${verb}`,
      may: 'platform',
      ok: 200,
      except: OUTSIDERS,
      send: (world) => upgradeBy(world, world.owner),
    }),
  ),
  {
    route: 'POST upgrade-requests/[id]/withdraw',
    asks: 'one’s own request',
    may: 'admin',
    ok: 200,
    except: { developer: 200 },
    send: (world) => upgradeBy(world, world.developer),
  },
  {
    route: 'POST upgrade-requests/[id]/withdraw',
    asks: 'the request of somebody else',
    may: 'admin',
    ok: 200,
    send: (world) => upgradeBy(world, world.owner),
  },

  { route: 'GET me', may: 'signed in', ok: 200 },
  { route: 'PATCH me', may: 'account', ok: 200, send: () => ({ body: { name: 'Lin' } }) },
  {
    route: 'POST me/password',
    may: 'account',
    ok: 204,
    send: () => ({ body: { current: PASSWORD, next: PASSWORD } }),
  },
  { route: 'GET sessions', may: 'account', ok: 200 },
  { route: 'DELETE sessions/[id]', may: 'account', ok: 204, send: mine(sessionOf) },
  {
    route: 'POST invites/accept',
    may: 'account',
    ok: 200,
    // Members already are; their answer says so.
    except: { viewer: 409, developer: 409, admin: 409, owner: 409 },
    send: async (world) => ({ body: { token: (await inviteTo(world)).token } }),
  },

  {
    route: 'GET tokens',
    may: 'signed in',
    ok: 200,
    except: { 'acting, looking': 403, 'acting, changing': 403 },
  },
  {
    route: 'POST tokens',
    may: 'signed in',
    ok: 201,
    except: {
      // It would outlive the hour, with powers that rest meanwhile.
      'acting, changing': 403,
      'owner’s token for another workspace': 403,
      'platform admin’s token for the workspace': 403,
    },
    send: () => ({ body: { name: 'ci' } }),
  },
  {
    route: 'DELETE tokens/[id]',
    may: 'signed in',
    ok: 200,
    except: {
      'acting, changing': 403,
      // It speaks for that workspace alone, not for its owner's other tokens.
      'owner’s token for another workspace': 404,
      'platform admin’s token for the workspace': 404,
    },
    send: mine(managementTokenOf),
  },
  {
    route: 'DELETE tokens/[id]',
    asks: 'the token of somebody else',
    may: 'signed in',
    ok: 404,
    except: { 'acting, changing': 403, 'platform admin': 200, 'platform admin’s token': 200 },
    send: async () => managementTokenOf(await makeUser()),
  },
];
