import * as z from 'zod';
import type {
  DeadLetterView,
  RepairView,
  ResetKeyView,
  SystemView,
  WorkspaceDriftView,
} from '../../../system/schema';
import { text, viewOf, whole } from '../operation';

const ms = z.number().nullable().meta({ description: 'Milliseconds; null where nothing was measured' });
const known = whole.nullable();
const percentiles = { count: whole, p50_ms: ms, p95_ms: ms, p99_ms: ms };

export const system = viewOf<SystemView>()(
  'System',
  z.object({
    at: text,
    store: z.object({
      state: z.enum(['ok', 'unreachable']),
      driver: z.enum(['tcp', 'rest']),
      version: text.nullable(),
      latency_ms: ms,
      up_seconds: known,
      memory_bytes: known,
      memory_limit_bytes: known.meta({ description: '0: no limit is set' }),
      policy: text.nullable(),
      persistence: z.enum(['aof', 'rdb', 'none']).nullable(),
      connections: known,
      commands_per_second: known,
      shards: whole,
      epochs: known.meta({ description: 'Shards whose counters stand; the others are being rebuilt' }),
      announced: known.meta({ description: 'Instances that announced themselves in the store' }),
    }),
    database: z.object({
      state: z.enum(['ok', 'unreachable', 'migrations missing']),
      version: text.nullable(),
      latency_ms: ms,
      size_bytes: known,
      connections: known,
      connections_limit: known,
      newest_migration: text.nullable(),
      expected_migration: text,
      tables: z.array(z.object({ name: text, bytes: whole, rows: whole })),
    }),
    consumer: z.object({
      active: z.boolean().nullable(),
      waiting: known.meta({ description: 'Finished requests on their way to the ledger' }),
      oldest_ms: ms,
      per_second: z.number().nullable(),
      dead_letters: known,
      orders: known.meta({ description: 'Settles that wait to be replayed into the store' }),
    }),
    decisions: z.object({
      ...percentiles,
      sources: z.array(z.object({ source: text, count: whole })),
    }),
    instances: z.array(
      z.object({
        id: text,
        started_at: text,
        seen_at: text,
        alive: z.boolean(),
        self: z.boolean(),
        decisions: z.object(percentiles),
        running: known,
        memory_bytes: known,
      }),
    ),
  }),
);

const counter = { used: whole, reserved: whole };
const drifted = z.object({
  limit: text,
  metric: text,
  resource: text.nullable(),
  scope: z.enum(['key', 'user', 'workspace']),
  window: text,
  subject: z.object({ kind: z.enum(['key', 'session', 'user', 'workspace']), id: text, name: text }),
  counted: z.object(counter),
  expected: z.object({
    ...counter,
    used_at_most: whole.meta({
      description: 'A rolling window forgets in steps of a sixtieth: it may stand anywhere up to this.',
    }),
  }),
  drift: z.int().meta({ description: 'How much too much is counted; negative: too little' }),
});
const workspaceDriftShape = {
  workspace: z.object({ id: text, name: text, catalog: text }),
  state: z.enum(['compared', 'rebuilding', 'busy']),
  at: text.nullable(),
  counters: whole,
  drifted: z.array(drifted),
};
export const workspaceDrift = viewOf<WorkspaceDriftView>()('WorkspaceDrift', z.object(workspaceDriftShape));

export const repair = viewOf<RepairView>()(
  'Repair',
  z.object({ repaired: z.array(drifted), after: z.object(workspaceDriftShape) }),
);

export const deadLetter = viewOf<DeadLetterView>()(
  'DeadLetter',
  z.object({
    id: text,
    at: text,
    kind: z.enum(['event', 'order']),
    shard: whole,
    stream_id: text,
    error: text,
    payload: text,
  }),
);

export const resetKey = viewOf<ResetKeyView>()(
  'ResetKey',
  z.object({
    key_id: text,
    at: text,
    counters: z.array(
      z.object({
        limit: text,
        metric: text,
        resource: text.nullable(),
        window: text,
        forgiven: whole.meta({ description: 'What it counted; cost in micro-units' }),
      }),
    ),
  }),
);
