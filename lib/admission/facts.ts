import type { Principal } from '../keys/principal';
import type { EventFacts } from '../limits/event';
import type { Prepared } from './work';

/** What is known before the work runs; the reaper writes these where the process dies. */
export const factsOf = (
  principal: Principal,
  { claim, model, priceVersion, streamed }: Omit<Prepared, 'run' | 'upstream'>,
): EventFacts => ({
  workspaceId: principal.workspaceId,
  keyId: principal.keyId,
  userId: principal.userId,
  resource: claim.resource,
  model,
  outcome: 'unknown',
  status: 0,
  streamed,
  tokensIn: 0,
  tokensOut: 0,
  estimated: true,
  priceVersion,
  durationMs: 0,
  firstByteMs: null,
});
