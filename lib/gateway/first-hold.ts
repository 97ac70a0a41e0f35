import type { ChatRequest } from './chat-request';
import { mayHideTokens } from './hidden-tokens';
import type { GatewayModel } from './models';
import { usualOutput } from './usual-output';

/** Answers of one kind: the same key (or session), the same model. */
export const kindOf = (subject: string, model: GatewayModel): string => `${subject} ${model.id}`;

/**
 * Output tokens that a request holds at first. A plain answer comes whole, so all of it must be held; a
 * stream grows (hold.ts), unless it may take tokens that nobody sees.
 * @param clamp output tokens a choice may take
 */
export function firstHold(chat: ChatRequest, model: GatewayModel, subject: string, clamp: number): number {
  const grows = chat.stream && !mayHideTokens(chat, model);
  return chat.n * (grows ? usualOutput().firstHold(kindOf(subject, model), clamp) : clamp);
}
