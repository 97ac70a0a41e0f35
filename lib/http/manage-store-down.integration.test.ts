import { expect, it } from 'vitest';
import { GET as getMe } from '../../app/api/manage/me/route';
import { cutStore } from '../testing/cut';
import { call, tokenOf } from '../testing/manage-call';
import { makeUser } from '../testing/tenants';

it('without the store the management API answers all the same: an admin must be able to act then', async () => {
  const line = await cutStore();
  const token = await tokenOf(await makeUser());
  line.cut();
  expect((await call(getMe, token)).status).toBe(200);
  line.restore();
  await line.close();
});
