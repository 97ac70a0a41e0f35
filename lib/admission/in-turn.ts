import { AppError } from '../errors';
import type { DecideInput } from '../limits/engine';
import { timed } from './decision-times';
import { engine } from './engine';
import type { Identified } from './identified';
import { decideFromMemory, refusalFromMemory } from './known-out';
import { look } from './look';
import type { HeldPlace } from './places/held-place';
import { noteUpstream, type Upstream } from './places/upstream-places';
import { requireRoom } from './room';
import { countDecision } from './tally';
import type { Prepared } from './work';

/** What a request that may have to wait brings along. */
interface Waits {
  upstream: Upstream | undefined;
  /** Aborts when the client leaves. Asked for by whoever has to wait. */
  client(): AbortSignal;
  /** Prepares the work again under the policy in force then. */
  prepareAgain(): Promise<Prepared>;
}

/**
 * Decides once the work has a place at its upstream: whoever waits has been charged nothing, and is judged by
 * the policy in force when its turn has come.
 * @returns null where that is another policy than the one that `input` was prepared under
 * @throws AppError `upstream_saturated` where its turn did not come, and as `decide`
 */
export function decideInTurn(input: DecideInput, identified: Identified, place: HeldPlace, waits: Waits) {
  // Whoever is known to be out takes nobody's turn, and not even the time to wait for itself.
  const denied = refusalFromMemory(input);
  if (!denied) return askInTurn(input, identified, place, waits);
  countDecision(denied.source, 'denied');
  return denied;
}

async function askInTurn(input: DecideInput, identified: Identified, place: HeldPlace, waits: Waits) {
  const { principal } = identified;
  const { upstream } = waits;
  if (upstream && !place.take(upstream, principal.priority)) {
    const lookNow = () => void lookAgain(identified, waits);
    await place.wait(upstream, principal.priority, waits.client(), lookNow);
    identified.principal = await identified.current();
    if (identified.principal !== principal) return null;
  }
  return decide(input);
}

/** Decisions find out that a policy, or an upstream's row, has changed; while all wait there may be none. */
async function lookAgain(identified: Identified, { prepareAgain }: Waits): Promise<void> {
  const { principal } = identified;
  try {
    await look(identified);
    if (identified.principal === principal) return;
    const { upstream } = await prepareAgain();
    if (upstream) noteUpstream(upstream);
  } catch {
    // Whoever is refused by now is told when its turn comes.
  }
}

/**
 * Decides from memory or by the store.
 * @throws AppError where the limits cannot be checked, or the claim is beyond all counting
 */
export async function decide(input: DecideInput) {
  try {
    const answer = await decideFromMemory(input, async () => {
      requireRoom();
      return timed(engine().decide(input));
    });
    if ('admitted' in answer) countDecision(answer.source, answer.admitted ? 'admitted' : 'denied');
    return answer;
  } catch (error) {
    if (error instanceof AppError && error.code === 'quota_unavailable') countDecision('closed', 'refused');
    if (!(error instanceof RangeError)) throw error;
    throw new AppError('request_too_large', 'This request asks for more than any limit can count.');
  }
}
