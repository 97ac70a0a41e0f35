import fs from 'node:fs';
import { makeKey } from '../gateway';
import { makeUser, makeWorkspace, seedForTests } from '../tenants';
import { buildLane, FOLDER, median, ROOM, requestsPerSecond, start, stop } from './lane-process';

const ROUNDS = 3;
/** The window lets one through a minute. */
const ADMITTED_AT_MOST = 2;

/**
 * Refusals of a subject that is known to be out, through the lane, against the same handler without limits.
 * The promise: 20,000 a second where the other reaches 30,000.
 */
export async function benchRefusals(): Promise<void> {
  await seedForTests();
  const owner = await makeUser();
  const { key } = await makeKey(await makeWorkspace(owner), owner.id, { rpm: 1 });
  const lane = await start([ROOM, await buildLane()], /port (\d+)/, 0);
  const [unlimited, refused]: [number[], number[]] = [[], []];
  try {
    for (let round = 0; round < ROUNDS; round++) {
      unlimited.push(await requestsPerSecond(lane.port, 'unlimited', key, 200));
      refused.push(await requestsPerSecond(lane.port, 'limited', key, 429, ADMITTED_AT_MOST));
    }
  } finally {
    await stop(lane);
    fs.rmSync(FOLDER, { recursive: true, force: true });
  }
  const [free, out] = [median(unlimited), median(refused)];
  const told = (rate: number) => `${Math.round(rate).toLocaleString('en').padStart(8)}/s`;
  console.log(`the lane, no limits                ${told(free)}`);
  console.log(`the lane, refused while known out  ${told(out)}  ${(out / free).toFixed(2)} × the first`);
}
