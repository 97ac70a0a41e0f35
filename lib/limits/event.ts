/**
 * What the settle script writes to the stream `events` of a shard, and the ledger reads.
 * Entry fields: `id`, `admitted` and `settled` (ms of store time), `rank` (1 reaper, 2 settle),
 * `requests`, `tokens` (metered), `cost` (micro-units) as charged, `unbilled` (micro-units reported
 * beyond what was held), and `event`: this object as JSON.
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
  /** The upstream sent no usage: the amounts are our count. */
  estimated: boolean;
  priceVersion: number;
  durationMs: number;
  firstByteMs: number | null;
}
