import type { Run, Work } from '../admission/work';
import { askUpstream } from './ask-upstream';
import type { BegunAnswer } from './begun-answer';
import { type ImagesBody, readImagesRequest, unitsPerImage } from './images-request';
import { JSON_HEADERS, readJsonAnswer, usageCount } from './json-answer';
import { chargeUse, claimOf, type MediaCall, type Use } from './meter';
import { findModel, type GatewayModel } from './models';
import { countTokens } from './tokens';
import { brokenAnswer } from './upstream-error';

/** Ten large images in base64. */
const MAX_ANSWER_BYTES = 128 << 20;

/** A number of images: by the image, or by the tokens that each may take. */
function useOf(model: GatewayModel, body: ImagesBody, images: number, tokensIn: number): Use {
  return model.meter === 'images'
    ? { tokensIn, tokensOut: 0, units: images * unitsPerImage(body) }
    : { tokensIn, tokensOut: images * model.maxOutputTokens, units: 0 };
}

async function answerImages(
  call: MediaCall,
  body: ImagesBody,
  answer: BegunAnswer,
  firstByteMs: number,
): Promise<Run> {
  const { json, bytes } = await readJsonAnswer(answer, MAX_ANSWER_BYTES, 'a list of images');
  const images = Array.isArray(json.data) ? Math.min(json.data.length, body.n ?? 1) : 0;
  if (images === 0) throw brokenAnswer('has no image');
  const tokensIn = usageCount(json, 'input_tokens');
  const tokensOut = usageCount(json, 'output_tokens');
  const counted = useOf(call.model, body, images, call.likely.tokensIn);
  const unreported = call.model.meter === 'tokens' && (tokensIn === null || !tokensOut);
  const use: Use = unreported
    ? counted
    : { ...counted, tokensIn: tokensIn ?? counted.tokensIn, tokensOut: tokensOut ?? counted.tokensOut };
  return {
    status: 200,
    headers: JSON_HEADERS,
    body: bytes,
    finished: Promise.resolve(chargeUse(call, 'ok', use, { estimated: unreported, firstByteMs })),
  };
}

/** `POST /v1/images/generations`, behind admission: charged by the image, or by tokens where those are reported. */
export const imagesWork: Work<ImagesBody> = {
  resource: 'images',
  read: readImagesRequest,
  async prepare(body, principal) {
    const model = await findModel(principal, body.model, 'images');
    const n = body.n ?? 1;
    const promptTokens = countTokens(body.prompt);
    const likely = useOf(model, body, n, promptTokens);
    const most = { ...likely, tokensIn: Math.ceil(promptTokens * 1.1) + 16 };
    const sent = JSON.stringify({ ...body, model: model.upstreamModel });
    return {
      claim: claimOf('images', model, most),
      model: model.name,
      priceVersion: model.priceVersion,
      streamed: false,
      upstream: model.upstream,
      run(context) {
        const call = { model, context, likely, startedMs: performance.now() };
        const asked = { path: '/images/generations', body: sent, accept: 'application/json' };
        return askUpstream(call, asked, (answer, ms) => answerImages(call, body, answer, ms));
      },
    };
  },
};
