import { afterAll, beforeEach, expect, inject, it } from 'vitest';
import { newId } from '../ids';
import { create, EMPTY, type Memory, raise, takeTicket } from '../testing/revisions/memory';
import { RULES } from '../testing/revisions/rules';
import { epochKey, shardOf, ticketKey, workspaceRevisionKey } from './keys';
import { openRestStore } from './rest';
import { createRevision, raiseRevision, revisionTicket } from './revision';
import { store } from './store';

let workspaceId: string;
let shard: number;
let key: string;

beforeEach(() => {
  workspaceId = newId();
  shard = shardOf(workspaceId);
  key = workspaceRevisionKey(shard, workspaceId);
});
afterAll(() => store().pipeline([['DEL', epochKey(shard)]]));

const setEpoch = (epoch: number) =>
  store().pipeline([epoch ? ['SET', epochKey(shard), `e${epoch}`] : ['DEL', epochKey(shard)]]);
const held = async () => (await store().pipeline([['MGET', key, ticketKey(key), epochKey(shard)]]))[0];

const OPERATIONS = ['ticket', 'create', 'raise', 'epoch 1', 'epoch 2', 'no epoch', 'forget'] as const;
type Operation = (typeof OPERATIONS)[number];

/** Plays operations on the real scripts and on the model, which must hold the same after each. */
async function play(operations: readonly Operation[]): Promise<void> {
  await store().pipeline([['DEL', key, ticketKey(key), epochKey(shard)]]);
  let model: Memory = EMPTY;
  let [rev, fresh, ticket] = [1, 1, 0];
  const names = new Map<number, string>([[0, '']]);
  for (const operation of operations) {
    if (operation === 'ticket') {
      const name = await revisionTicket('workspace', shard, workspaceId);
      ({ after: model, ticket } = takeTicket(model, fresh, RULES));
      if (ticket === fresh) {
        expect([...names.values()]).not.toContain(name);
        names.set(fresh++, name);
      }
      expect(name).toBe(names.get(ticket));
    } else if (operation === 'create') {
      // The revision that was read under the ticket may be older than what was raised since.
      await createRevision('workspace', shard, workspaceId, 2, names.get(ticket) ?? '');
      model = create(model, 2, ticket, RULES);
    } else if (operation === 'raise') {
      await raiseRevision('workspace', workspaceId, ++rev);
      model = raise(model, rev, RULES);
    } else if (operation === 'forget') {
      await store().pipeline([['DEL', key, ticketKey(key), epochKey(shard)]]);
      model = EMPTY;
    } else {
      const epoch = operation === 'no epoch' ? 0 : Number(operation.slice(-1));
      await setEpoch(epoch);
      model = { ...model, epoch };
    }
    expect(await held(), operations.join(', ')).toEqual([
      model.rev ? `${model.rev}:${model.stamp ? `e${model.stamp}` : ''}` : null,
      model.ticket ? names.get(model.ticket) : null,
      model.epoch ? `e${model.epoch}` : null,
    ]);
  }
}

it('the scripts do what the model of the protocol says, in every order of four', {
  timeout: 120_000,
}, async () => {
  const orders = OPERATIONS.flatMap((a) =>
    OPERATIONS.flatMap((b) => OPERATIONS.flatMap((c) => OPERATIONS.map((d) => [a, b, c, d]))),
  );
  for (const order of orders) await play(['epoch 1', 'ticket', ...order]);
});

it('over REST the scripts do what the model says, too', async () => {
  const tcp = store();
  const { restUrl, restToken } = inject('servers');
  const states = (globalThis as Record<symbol, Record<string, unknown>>)[
    Symbol.for('headroom.process-state')
  ];
  if (states) states.store = openRestStore(restUrl, restToken);
  await play([
    'epoch 1',
    'ticket',
    'create',
    'raise',
    'epoch 2',
    'ticket',
    'raise',
    'create',
    'ticket',
    'create',
  ]);
  if (states) states.store = tcp;
});

it('a creation that arrives after its loader gave up brings no older revision back', async () => {
  await setEpoch(1);
  const ticket = await revisionTicket('workspace', shard, workspaceId);
  await raiseRevision('workspace', workspaceId, 6);
  expect(await createRevision('workspace', shard, workspaceId, 5, ticket)).toBe(false);
  expect(await held()).toEqual([null, null, 'e1']);
});

it('a ticket that nobody uses ends by itself', async () => {
  await revisionTicket('workspace', shard, workspaceId);
  const [ms] = (await store().pipeline([['PTTL', ticketKey(key)]])) as [number];
  expect(ms).toBeGreaterThan(0);
});
