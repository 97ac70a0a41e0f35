import type { Run, Work } from '../admission/work';
import { AppError } from '../errors';
import { askUpstream } from './ask-upstream';
import type { BegunAnswer } from './begun-answer';
import { type EmbeddingsBody, measureInput, readEmbeddingsRequest } from './embeddings-request';
import { JSON_HEADERS, readJsonAnswer, usageCount } from './json-answer';
import { chargeUse, claimOf, type MediaCall, type Use } from './meter';
import { findModel } from './models';
import { brokenAnswer } from './upstream-error';

/** 2,048 vectors of 3,072 numbers, as JSON. */
const MAX_ANSWER_BYTES = 160 << 20;

const ofTokens = (tokensIn: number): Use => ({ tokensIn, tokensOut: 0, units: 0 });

async function answerEmbeddings(
  call: MediaCall,
  body: EmbeddingsBody,
  answer: BegunAnswer,
  firstByteMs: number,
): Promise<Run> {
  const { json, bytes } = await readJsonAnswer(answer, MAX_ANSWER_BYTES, 'a list of embeddings');
  if (!Array.isArray(json.data) || json.data.length === 0) throw brokenAnswer('is not a list of embeddings');
  const reported = usageCount(json, 'prompt_tokens') || null; // no input is 0 tokens
  const renamed = json.model !== body.model;
  if (renamed) json.model = body.model;
  const use = reported === null ? call.likely : ofTokens(reported);
  return {
    status: 200,
    headers: JSON_HEADERS,
    body: renamed ? JSON.stringify(json) : bytes,
    finished: Promise.resolve(chargeUse(call, 'ok', use, { estimated: reported === null, firstByteMs })),
  };
}

/** `POST /v1/embeddings`, behind admission: charged for input tokens. */
export const embeddingsWork: Work<EmbeddingsBody> = {
  resource: 'embeddings',
  read: readEmbeddingsRequest,
  async prepare(body, principal) {
    const model = await findModel(principal, body.model, 'embeddings');
    const { count, likely, bound } = measureInput(body.input);
    // No upstream reads more of one input than the model takes.
    const most = count * model.contextTokens;
    if (likely > most) {
      throw new AppError(
        'invalid_request',
        `The input is about ${likely.toLocaleString('en')} tokens; ${body.model} takes ${model.contextTokens.toLocaleString('en')} of each text. Shorten it.`,
        { param: 'input' },
      );
    }
    const sent = JSON.stringify({ ...body, model: model.upstreamModel });
    return {
      claim: claimOf('embeddings', model, ofTokens(Math.min(bound, most))),
      model: model.name,
      priceVersion: model.priceVersion,
      streamed: false,
      upstream: model.upstream,
      run(context) {
        const call = { model, context, likely: ofTokens(likely), startedMs: performance.now() };
        const asked = { path: '/embeddings', body: sent, accept: 'application/json' };
        return askUpstream(call, asked, (answer, ms) => answerEmbeddings(call, body, answer, ms));
      },
    };
  },
};
