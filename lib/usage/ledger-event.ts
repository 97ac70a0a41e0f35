import * as z from 'zod';

/** What the ledger holds of one reservation, and how the settle script's stream entries become it. */

const INT_MAX = 2_147_483_647;
const YEAR_2100_MS = Date.UTC(2100, 0);

const counter = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);
const instantMs = z.number().int().nonnegative().max(YEAR_2100_MS);
/** A span measured on the app's clock: a clock that stepped must not cost a charge its place in the ledger. */
const spanMs = z.number().transform((ms) => Math.min(INT_MAX, Math.max(0, Math.round(ms))));
/** PostgreSQL stores neither NUL nor half of a surrogate pair. */
const text = z
  .string()
  .max(500)
  .refine((value) => !value.includes('\0') && !/\p{Surrogate}/u.test(value), 'is not storable text');

/** The facts as `lib/limits/event.ts` writes them. */
const facts = z.object({
  workspaceId: z.guid(),
  keyId: z.guid().nullable(),
  userId: z.guid(),
  resource: text,
  model: text,
  outcome: z.enum(['ok', 'upstream_error', 'client_closed', 'stopped', 'void', 'unknown']),
  status: z.number().int().min(0).max(INT_MAX),
  streamed: z.boolean(),
  tokensIn: counter,
  tokensOut: counter,
  units: counter.default(0),
  estimated: z.boolean(),
  priceVersion: z.number().int().min(0).max(INT_MAX),
  durationMs: spanMs,
  firstByteMs: spanMs.nullable(),
});

export const ledgerEvent = facts.extend({
  /** The reservation's id, which is also the request id. */
  id: z.guid(),
  admittedAtMs: instantMs,
  settledAtMs: instantMs,
  /** 1 reaper, 2 settle: only a higher rank replaces. */
  rank: z.number().int().min(1).max(2),
  requests: counter,
  /** What token limits were charged: input + output, times the model's weight. */
  tokensMetered: counter,
  costMicros: counter,
  /** Chat messages and AI descriptions; most entries have no such fields. */
  messages: counter.default(0),
  descriptions: counter.default(0),
  /** Reported beyond what was held: never charged. */
  unbilledMicros: counter,
});
export type LedgerEvent = z.infer<typeof ledgerEvent>;

/** Reads a stream entry's flat list of fields and values. @throws Error saying what is wrong with it. */
export function parseEntry(fields: readonly string[]): LedgerEvent {
  const entry = new Map<string, string>();
  for (let i = 0; i + 1 < fields.length; i += 2) entry.set(fields[i] ?? '', fields[i + 1] ?? '');
  const amount = (name: string) => {
    const value = entry.get(name);
    return value === undefined || value === '' ? undefined : Number(value);
  };
  // Not `{ ...facts, id }`: that copies into a slow object, at many times the cost.
  const candidate: unknown = Object.assign({}, JSON.parse(entry.get('event') ?? 'null'), {
    id: entry.get('id'),
    admittedAtMs: amount('admitted'),
    settledAtMs: amount('settled'),
    rank: amount('rank'),
    requests: amount('requests'),
    tokensMetered: amount('tokens'),
    costMicros: amount('cost'),
    messages: amount('messages'),
    descriptions: amount('descriptions'),
    unbilledMicros: amount('unbilled'),
  });
  const result = ledgerEvent.safeParse(candidate);
  if (result.success) return result.data;
  throw new Error(result.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; '));
}
