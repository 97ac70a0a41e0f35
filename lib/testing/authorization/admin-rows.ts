import { makeUser } from '../tenants';
import type { World } from './actors';
import type { Row } from './row';
import { deadLetter, modelRow, newModel, newUpstream, planOf, upstreamRow } from './subjects';

const platform = (route: string, ok: number, send?: Row['send']): Row => ({
  route,
  may: 'platform',
  ok,
  ...(send && { send }),
});
const headroom = () => ({ id: 'headroom' });
let plans = 0;
const newPlan = () => ({
  ...headroom(),
  body: { slug: `new-${plans++}`, name: 'New plan', limits: [] },
});
const actIn = ({ id }: World) => ({ body: { workspace_id: id } });

/** What platform admins do. */
export const ADMIN_ROWS: readonly Row[] = [
  platform('GET admin-overview', 200),
  { route: 'GET catalogs', may: 'signed in', ok: 200 },
  { route: 'GET catalogs/[id]', may: 'signed in', ok: 200, send: headroom },
  { route: 'GET catalogs/[id]/plans', may: 'signed in', ok: 200, send: headroom },
  platform('PATCH catalogs/[id]', 200, () => ({ ...headroom(), body: { name: 'Headroom' } })),
  platform('POST catalogs/[id]/plans', 201, newPlan),
  platform('GET plans/[id]', 200, () => planOf()),
  platform('PATCH plans/[id]', 200, async () => ({ ...(await planOf()), body: { name: 'Other' } })),
  platform('DELETE plans/[id]', 204, () => planOf()),
  platform('POST plans/[id]/replay', 200, async () => ({ ...(await planOf()), body: {} })),
  platform('GET models', 200),
  platform('POST models', 201, async () => ({ body: await newModel() })),
  platform('GET models/[id]', 200, modelRow),
  platform('PATCH models/[id]', 200, async () => ({ ...(await modelRow()), body: { weight: 2 } })),
  platform('DELETE models/[id]', 204, modelRow),
  platform('GET upstreams', 200),
  platform('POST upstreams', 201, () => ({ body: newUpstream() })),
  platform('GET upstreams/[id]', 200, upstreamRow),
  platform('PATCH upstreams/[id]', 200, async () => ({ ...(await upstreamRow()), body: { enabled: false } })),
  platform('DELETE upstreams/[id]', 204, upstreamRow),
  platform('POST upstreams/[id]/check', 200, upstreamRow),

  platform('POST users/[id]/password-reset', 201, async () => ({ id: (await makeUser()).id })),
  platform('GET system', 200),
  platform('GET system/drift', 200),
  platform('POST system/drift/[id]/repair', 200, ({ id }) => ({ id })),
  platform('GET system/dead-letters', 200),
  platform('DELETE system/dead-letters/[id]', 204, deadLetter),
  // What cannot be read still cannot.
  platform('POST system/dead-letters/[id]/replay', 409, deadLetter),

  // In which workspace an admin acts. Allowing changes and stopping is for who acts already, even to look.
  {
    route: 'PATCH acting',
    may: 'account',
    ok: 409,
    except: { 'acting, looking': 204, 'acting, changing': 204 },
    send: (_, as) => ({ body: { write: as === 'acting, changing' } }),
  },
  {
    route: 'POST acting',
    may: 'platform',
    ok: 204,
    except: { 'platform admin’s token': 403 },
    send: actIn,
  },
  // At last: nobody acts any more.
  {
    route: 'DELETE acting',
    may: 'account',
    ok: 204,
    except: { 'acting, looking': 204, 'acting, changing': 204 },
  },
];
