import { expect, it } from 'vitest';
import { db } from './client';
import { soleOf } from './sole';

const LOCK = 4_871_999;

it('one has it at a time, and keeps it until it stops', async () => {
  const [first, second] = [soleOf(LOCK, 'first'), soleOf(LOCK, 'second')];
  expect([await first.isMine(), await second.isMine()]).toEqual([true, false]);
  expect([await first.isMine(), await second.isMine()]).toEqual([true, false]);
  await first.stop();
  await expect.poll(() => second.isMine()).toBe(true);
  expect(await first.isMine()).toBe(false);
  await second.stop();
});

it('one whose connection was lost has it no longer, and may get it again', async () => {
  const [first, second] = [soleOf(LOCK, 'lost'), soleOf(LOCK, 'second')];
  expect(await first.isMine()).toBe(true);
  await db().$queryRaw`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = 'lost' AND datname = current_database()`;
  await expect.poll(() => second.isMine()).toBe(true);
  expect(await first.isMine()).toBe(false);
  await second.stop();
  await expect.poll(() => first.isMine()).toBe(true);
  await first.stop();
});
