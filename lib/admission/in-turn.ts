import { AppError } from '../errors';
import type { DecideInput } from '../limits/engine';
import { engine } from './engine';
import type { Identified } from './identify';
import { decideFromMemory, refusalFromMemory } from './known-out';
import type { HeldPlace } from './places/held-place';
import type { Upstream } from './places/upstream-places';
import { requireRoom } from './room';
import { countDecision } from './tally';

/**
 * Decides once the work has a place at its upstream: whoever waits has been charged nothing, and is judged by
 * the policy in force when its turn has come.
 * @param client aborts when the client leaves; asked for by whoever has to wait
 * @returns null where that is another policy than the one that `input` was prepared under
 * @throws AppError `upstream_saturated` where its turn did not come, and as `decide`
 */
export async function decideInTurn(
  input: DecideInput,
  identified: Identified,
  place: HeldPlace,
  upstream: Upstream | undefined,
  client: () => AbortSignal,
) {
  const { principal } = identified;
  if (upstream && !place.take(upstream, principal.priority)) {
    // Whoever is known to be out takes nobody's turn.
    const denied = refusalFromMemory(input);
    if (denied) {
      countDecision(denied.source, 'denied');
      return denied;
    }
    await place.wait(upstream, principal.priority, client());
    identified.principal = await identified.current();
    if (identified.principal !== principal) return null;
  }
  return decide(input);
}

/**
 * Decides from memory or by the store.
 * @throws AppError where the limits cannot be checked, or the claim is beyond all counting
 */
export async function decide(input: DecideInput) {
  try {
    const answer = await decideFromMemory(input, async () => {
      requireRoom();
      return engine().decide(input);
    });
    if ('admitted' in answer) countDecision(answer.source, answer.admitted ? 'admitted' : 'denied');
    return answer;
  } catch (error) {
    if (error instanceof AppError && error.code === 'quota_unavailable') countDecision('closed', 'refused');
    if (!(error instanceof RangeError)) throw error;
    throw new AppError('request_too_large', 'This request asks for more than any limit can count.');
  }
}
