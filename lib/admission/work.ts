import type { AppError } from '../errors';
import type { Principal } from '../keys/principal';
import type { Actual, Claim } from '../limits/decision';
import type { EventFacts } from '../limits/event';
import type { SettleOrder } from '../limits/orders';
import type { Identified } from './identified';
import type { Upstream } from './places/upstream-places';

/**
 * What a route does behind admission: it reads its request, says what that claims, and runs once
 * admitted. Both `read` and `prepare` throw AppError for bad input: nothing has been charged yet.
 * `prepare` runs again on what was read when the policy (prices, allowed models) turned out stale.
 */
export interface Work<Input> {
  resource: string;
  /** Asked by a proxy with the headers of a request that it holds: which pages may call that, it judges itself. */
  anyOrigin?: boolean;
  /** Who calls, where the request carries neither key nor session but a token of the work's own. */
  identify?(request: Request): Identified | Promise<Identified>;
  read(request: Request): Promise<Input>;
  prepare(input: Input, principal: Principal): Promise<Prepared>;
  /**
   * What tells its body from another under the same Idempotency-Key, where the body is not read before the
   * decision. Absent: all of its bytes.
   */
  identity?(input: Input): string;
}

/** What a request claims, and how to run it, under one policy. */
export interface Prepared {
  claim: Claim;
  /** Model name for the ledger; '' where none applies. */
  model: string;
  priceVersion: number;
  streamed: boolean;
  /** Where it runs: while that is at its capacity, the request waits for its turn before it is decided. */
  upstream?: Upstream;
  run(context: RunContext): Promise<Run>;
}

/** What work that was admitted runs with. */
export interface RunContext {
  requestId: string;
  principal: Principal;
  /** Output tokens granted: the `max_tokens` to send upstream. null where the claim had no units. */
  granted: number | null;
  /** Aborts when the client has gone or the reservation was lost. */
  signal: AbortSignal;
  /**
   * Resolves once the outcome is settled. A stream sends its last bytes after it, so that the caller's
   * next request finds what this one gave back.
   */
  settled: Promise<void>;
  running: RunningWork;
  /** The order that settles this request as ended so: for work that writes it with its effect (stored-level.ts). */
  orderOf(answer: WholeAnswer, outcome: Outcome): SettleOrder;
}

/** An answer that is known before it is given. */
export interface WholeAnswer {
  status: number;
  contentType: string;
  body: string;
}

/** What long work may ask of admission while it runs. */
export interface RunningWork {
  /** Raises the output tokens held to `toUnits`, all or nothing. Never rejects. */
  grow(toUnits: number): Promise<Growth>;
  /** False once the reservation may be another's: nothing more may be relayed, and `signal` has aborted. */
  isCurrent(): boolean;
  /** Whose progress renewals report from now on. */
  follow(work: Followed): void;
}

/** Work whose renewals carry how far it is. */
export interface Followed {
  progress(): Progress;
  /** A renewal went through. */
  renewed(): void;
}

/** What would be charged and shown if the process died now. */
export interface Progress {
  actual: Actual;
  tokensIn: number;
  tokensOut: number;
}

export type Growth =
  | { granted: number }
  /** A limit refused: its refusal as JSON, in the words of the caller's contract. */
  | { refusal: string }
  /** Nobody answered, or the caller is refused by now. */
  | { error: AppError };

export type Run =
  | {
      status: number;
      /** Content type and the like; limit headers are added by admission. */
      headers: Record<string, string>;
      /** null: a status that has none. */
      body: ReadableStream<Uint8Array> | Uint8Array | string | null;
      /** Resolves once the work is over, however it ended. Never rejects. */
      finished: Promise<Outcome>;
    }
  | {
      error: AppError;
      outcome: Outcome;
      /** Nobody knows whether its effect is written: the reaper settles it, by its order if there is one. */
      unsettled?: true;
    };

/** How work ended, for its settle and the ledger. */
export interface Outcome {
  outcome: EventFacts['outcome'];
  tokensIn: number;
  tokensOut: number;
  estimated: boolean;
  firstByteMs: number | null;
  /** What to charge, by metric. Absent metrics are charged as held; `requests: 0` only if nothing was sent upstream. */
  actual: Actual;
}
