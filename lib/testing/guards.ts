import { type GuardRule, guardKeys } from '../redis/guard';
import { store } from '../redis/store';

/** As if `id` had tried often enough to be refused from here on, also once the window has just turned. */
export async function exhaustGuard(name: string, id: string, rule: GuardRule): Promise<void> {
  for (const key of guardKeys(name, id, rule)) {
    await store().pipeline([['SET', key, 10 * rule.limit, 'PX', 2 * rule.windowMs]]);
  }
}

/** How many attempts of `id` were let pass in this window and the one before. */
export async function guardCount(name: string, id: string, rule: GuardRule): Promise<number> {
  const [counts] = (await store().pipeline([['MGET', ...guardKeys(name, id, rule)]])) as [(string | null)[]];
  return counts.reduce((sum, count) => sum + Number(count ?? 0), 0);
}
