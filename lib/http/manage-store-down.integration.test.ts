import { expect, it } from 'vitest';
import { GET as getMe } from '../../app/api/manage/me/route';
import { openCut } from '../testing/cut';
import { call, tokenOf } from '../testing/manage-call';
import { makeUser } from '../testing/tenants';

it('without the store the management API answers all the same: an admin must be able to act then', async () => {
  const line = await openCut(process.env.REDIS_URL ?? '');
  process.env.REDIS_URL = line.url;
  process.env.STORE_DEADLINE_MS = '100';
  const token = await tokenOf(await makeUser());
  line.cut();
  expect((await call(getMe, token)).status).toBe(200);
  line.restore();
  await line.close();
});
