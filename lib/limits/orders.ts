import { StoreTrouble, troubleOf } from '../redis/trouble';
import { startRounds } from '../rounds';
import { type Caller, policyCall } from './call';
import type { Actual } from './decision';
import type { Engine, Lost } from './engine';
import type { EventFacts } from './event';

/**
 * Settle orders: what the store did not take is written to Postgres and replayed until the ledger holds its
 * event. Replaying is harmless: settling twice counts once, and an order whose reservation the store does not
 * know (memory lost, or decided locally) puts it back first. Lost only if store, database and process die.
 */

/** An admitted request, as any process can put it back into the store or settle it. */
export type Held = Omit<Lost, 'call'>;

export interface SettleOrder extends Held {
  actual: Actual;
  /** The facts of its end. */
  ended: EventFacts;
  /** What `settle` gets as its answer, under an Idempotency-Key. */
  answer?: string | null;
}

/** Where orders are kept (lib/usage/order-book.ts). Rejects where the database does not answer. */
export interface OrderBook {
  /** One order a reservation: a second one is dropped, as a second settle is. */
  write(orders: readonly SettleOrder[]): Promise<void>;
  /** Closes orders whose event the ledger holds, then answers those due, oldest first; nobody else gets them for some seconds. */
  take(count: number): Promise<SettleOrder[]>;
  /** These were replayed: look in the ledger soon, replay them later, and give up in the end. */
  taken(ids: readonly string[]): Promise<void>;
  /** Orders of these reservations that still wait. */
  of(ids: readonly string[]): Promise<SettleOrder[]>;
}

/** The reservation that the engine knows by this id. */
export function reservationOf(held: Held): Lost {
  const { id, caller, claim, granted, admittedAtMs, facts, once, leaseMs } = held;
  const call = policyCall(caller, claim, admittedAtMs);
  const more = { ...(once && { once }), ...(leaseMs && { leaseMs }) };
  return { id, caller, claim, granted, admittedAtMs, facts, call, ...more };
}

export interface Orders {
  /**
   * Orders settles. Resolves once they are written, or once the database has failed: then they are kept in memory
   * and written as soon as that works. Never rejects.
   */
  order(...settles: SettleOrder[]): Promise<void>;
  /** Writes what memory keeps, then replays what is due. @returns how many the store took. @throws on its errors */
  replay(): Promise<number>;
  /**
   * Settles those of these reservations for which there is an order, save one that is itself at fault.
   * @returns them; @throws where that cannot be known
   */
  settleIfOrdered(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** How many orders memory keeps because the database did not take them. */
  unwritten(): number;
  /** Replays every second until stopped; what memory keeps then is written a last time. */
  start(): { stop(): Promise<void> };
}

/** What of the engine works on the store itself, and on nothing instead. */
export type OrderEngine = Pick<Engine, 'settle' | 'adopt'>;

interface Options {
  engine: OrderEngine;
  book: OrderBook;
  onError(error: unknown, message: string): void;
}

const EVERY_MS = 1000;
const BATCH = 100;

export function createOrders({ engine, book, onError }: Options): Orders {
  const unwritten = new Map<string, SettleOrder>();

  async function write(): Promise<void> {
    for (;;) {
      const orders = [...unwritten.values()].slice(0, BATCH);
      if (orders.length === 0) return;
      await book.write(orders);
      for (const { id } of orders) unwritten.delete(id);
    }
  }

  async function replay(): Promise<number> {
    await write();
    let took = 0;
    for (;;) {
      const due = await book.take(BATCH);
      const ends = await Promise.allSettled(due.map((order) => settleOrder(engine, order)));
      const failed = ends.map((end) => (end.status === 'rejected' ? end.reason : null));
      // One that is itself at fault must not keep the others waiting: it counts as replayed, until it is a dead letter.
      const replayed = due.filter((_, i) => failed[i] === null || isRefusal(failed[i]));
      await book.taken(replayed.map(({ id }) => id));
      for (const error of failed) {
        if (error === null) took++;
        else if (isRefusal(error)) onError(error, 'a settle order was refused by the store');
        else throw error;
      }
      if (due.length < BATCH) return took;
    }
  }

  return {
    replay,
    async settleIfOrdered(ids) {
      if (ids.length === 0) return new Set();
      const waiting = [...(await book.of(ids)), ...ids.flatMap((id) => unwritten.get(id) ?? [])];
      const settled = new Set<string>();
      for (const order of waiting) {
        try {
          await settleOrder(engine, order);
          settled.add(order.id);
        } catch (error) {
          if (!isRefusal(error)) throw error;
          onError(error, 'a settle order was refused by the store');
        }
      }
      return settled;
    },
    unwritten: () => unwritten.size,
    async order(...given) {
      const settles = given.map(plainOrder);
      try {
        await book.write(settles);
      } catch (error) {
        for (const settle of settles) if (!unwritten.has(settle.id)) unwritten.set(settle.id, settle);
        onError(error, 'settle orders could not be written; they are kept in memory and tried again');
      }
    },
    start() {
      const rounds = startRounds(EVERY_MS, () =>
        replay().then(
          () => undefined,
          (error: unknown) => onError(error, 'settle orders could not be replayed; trying again'),
        ),
      );
      return {
        async stop() {
          await rounds.stop();
          await write().catch((error: unknown) =>
            onError(error, 'settle orders in memory could not be written: they end with this process'),
          );
        },
      };
    },
  };
}

/** Nothing but the order: what holds a reservation may be a larger object, and a caller a whole principal. */
export function plainOrder(order: SettleOrder): SettleOrder {
  const { id, claim, granted, admittedAtMs, facts, once, actual, ended, answer } = order;
  const caller = plainCaller(order.caller);
  return { id, caller, claim, granted, admittedAtMs, facts, once, actual, ended, answer };
}

/** What a settle needs to know of a caller. */
export function plainCaller(whole: Caller): Caller {
  const { kind, workspaceId, catalogId, rev, catalogRev, subjects, limits, counters } = whole;
  const own = { workspaceId, catalogId, rev, catalogRev, subjects, limits };
  return { ...own, ...(kind && { kind }), ...(counters && { counters }) };
}

/** Whether the order itself is at fault, and not the store. */
const isRefusal = (error: unknown): boolean =>
  error instanceof RangeError || error instanceof TypeError || !(troubleOf(error) instanceof StoreTrouble);

/** Puts an order into the store. @throws where the store does not take it */
export async function settleOrder(engine: OrderEngine, order: SettleOrder): Promise<void> {
  const reservation = reservationOf(order);
  const settle = (held: Lost) => engine.settle(held, order.actual, order.ended, undefined, order.answer);
  if ((await settle(reservation)).state !== 'unknown') return;
  // Where its Idempotency-Key was to be forgotten: it never took it, or lost it, and another may have it by now.
  const { once, ...keyless } = reservation;
  const put = order.answer === null ? keyless : reservation;
  await engine.adopt(put);
  const again = await settle(put);
  if (again.state === 'unknown')
    throw new RangeError('the store forgot a reservation as soon as it was put back');
}
