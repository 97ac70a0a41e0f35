/**
 * What the settle script writes to the stream `events` of a shard, and the ledger reads.
 * Entry fields: `id`, `admitted` and `settled` (ms of store time), `rank` (1 reaper, 2 settle),
 * `requests`, `tokens` (metered), `cost` (micro-units) as charged, `unbilled` (micro-units reported
 * beyond what was held), `event`: this object as JSON, and, where a route claims them, `messages` and `descriptions`.
 */
export interface EventFacts {
  workspaceId: string;
  /** null: a browser session */
  keyId: string | null;
  userId: string;
  resource: string;
  model: string;
  /** `stopped`: by a limit or us, in mid-stream. `unknown` is the reaper's: the process that ran it died. */
  outcome: 'ok' | 'upstream_error' | 'client_closed' | 'stopped' | 'void' | 'unknown';
  /** HTTP status sent to the client. */
  status: number;
  streamed: boolean;
  tokensIn: number;
  tokensOut: number;
  /** Images, characters or seconds, where the model's meter counts those; absent: 0. */
  units?: number;
  /** The upstream sent no usage: the amounts are our count. */
  estimated: boolean;
  priceVersion: number;
  durationMs: number;
  firstByteMs: number | null;
}
