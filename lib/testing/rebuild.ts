import { newId } from '../ids';
import type { Claim } from '../limits/decision';
import type { Engine } from '../limits/engine';
import { createOrders, type Held, type OrderEngine, reservationOf } from '../limits/orders';
import { createSettledLately } from '../limits/settled';
import { startWatch } from '../limits/watch';
import { METRICS } from '../plans/limit';
import type { Store } from '../redis/store';
import { ordersOf, ordersTaken, takeOrders, writeOrders } from '../usage/order-book';
import { confirm, isReady, missing, sayAlive, sayGoodbye } from '../usage/rebuild-records';
import type { TestCaller } from './engine';
import { loadRevisions } from './revision';

/** What became of a try to use something. */
export type Used = 'admitted' | 'denied' | 'rebuilding' | 'failed';

/** Nothing was sent: all is given back. */
const NOTHING = Object.fromEntries(METRICS.map((metric) => [metric, 0]));

/** One process as far as rebuilding goes: its holds, what it settled lately, its orders, its watch. Several fit in a test. */
export function makeProcess(store: Store, engine: Engine, patient: OrderEngine = engine) {
  const holds = new Map<string, Held>();
  const settled = createSettledLately();
  settled.begin();
  const onError = () => {};
  const book = { write: writeOrders, take: takeOrders, taken: ordersTaken, of: ordersOf };
  const orders = createOrders({ engine: patient, book, onError });
  const instanceId = newId();
  const watch = startWatch({
    ...{ store, engine: patient, orders, settled, instanceId, sayAlive, sayGoodbye, onError },
    records: { confirm, isReady, missing },
    holds: () => holds.values(),
  });
  const replay = orders.start();

  async function settle(held: Held, cost: number): Promise<void> {
    const order = { ...reservationOf(held), actual: { cost }, ended: held.facts };
    const answer = await engine.settle(order, order.actual, order.ended).catch(() => null);
    if (answer && answer.state !== 'unknown') settled.add(order);
    else await orders.order(order);
    holds.delete(held.id);
  }

  return {
    watch,
    settle,
    /** Admits one request and holds it. */
    async begin({ caller, facts }: TestCaller, claim: Claim): Promise<Held | Exclude<Used, 'admitted'>> {
      const id = newId();
      const held: Held = { id, caller, claim, granted: null, admittedAtMs: Date.now(), facts };
      try {
        const decision = await engine.decide({ caller, claim, id, facts });
        if ('outdated' in decision) {
          await loadRevisions(caller.workspaceId, caller.catalogId);
          return 'rebuilding';
        }
        if (!('admitted' in decision)) return 'rebuilding';
        if (!decision.admitted) return 'denied';
        held.admittedAtMs = decision.atMs;
        holds.set(id, held);
        return held;
      } catch {
        // The store may have admitted it.
        await orders.order({ ...held, actual: NOTHING, ended: { ...facts, outcome: 'void' } });
        return 'failed';
      }
    },
    async stop() {
      await replay.stop();
      await watch.stop();
    },
  };
}
