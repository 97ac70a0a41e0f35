import { processState } from '../process-state';
import type { ChatRequest } from './chat-request';
import type { GatewayModel } from './models';

/** Families that think before they answer and charge for it without showing it. */
const THINKERS = /(^|\/)(o[1-9]|gpt-5|gemini-2\.5|gemini-[3-9])(?![0-9])|reason|think/i;

/** Models whose answers were seen to take more tokens than they had bytes, by id and upstream name. */
const seen = () => processState('gateway.hidden-tokens', () => new Set<string>());
const MAX_SEEN = 1_000;
const nameOf = (model: GatewayModel) => `${model.id} ${model.upstreamModel}`;

/** Whether a model may be charged for output that is not relayed, so that bytes are no bound for it. */
export function mayHideTokens({ body }: ChatRequest, model: GatewayModel): boolean {
  if (typeof body.reasoning_effort === 'string' && body.reasoning_effort !== 'none') return true;
  return model.hidesTokens || THINKERS.test(model.upstreamModel) || seen().has(nameOf(model));
}

/** An answer took more tokens than it had bytes: from now on this model's streams hold the worst case. */
export function noteHiddenTokens(model: GatewayModel): void {
  if (seen().size < MAX_SEEN) seen().add(nameOf(model));
}
