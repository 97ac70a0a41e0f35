import type { Run } from '../admission/work';
import { type ChatCall, charge } from './chat-call';
import { type Completion, collectOutput, countOutput, readUsage } from './completion';
import type { Usage } from './price';
import { brokenAnswer } from './upstream-error';
import type { WholeAnswer } from './whole-answer';

function parse(bytes: Buffer): Completion {
  try {
    const value = JSON.parse(bytes.toString()) as Completion | null;
    // Some report an error beside a 200.
    if (value && Array.isArray(value.choices) && !value.error) return value;
  } catch {
    // told below, without the upstream's text
  }
  throw brokenAnswer('is not a chat completion');
}

/** Our count where the upstream reports no usage. Never zero. */
function countedUsage(call: ChatCall, completion: Completion): Usage {
  const output: string[] = [];
  collectOutput(completion, output);
  return { tokensIn: call.input.likely, tokensOut: Math.max(1, countOutput(output)) };
}

/** Answers with a whole chat completion, under the model name the client asked for. */
export function answerPlain(call: ChatCall, { bytes, headersAtMs }: WholeAnswer): Run {
  const firstByteMs = Math.round(headersAtMs - call.startedMs);
  const completion = parse(bytes);
  const reported = readUsage(completion);
  const usage = reported ?? countedUsage(call, completion);
  let body: Uint8Array | string = bytes;
  if (completion.model !== call.chat.model) {
    completion.model = call.chat.model;
    body = JSON.stringify(completion);
  }
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body,
    finished: Promise.resolve(charge(call, 'ok', usage, { estimated: reported === null, firstByteMs })),
  };
}
