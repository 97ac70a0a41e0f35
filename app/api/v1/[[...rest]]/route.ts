import { refuseUnserved } from '@/lib/admission/unserved';
import { AppError } from '@/lib/errors';

/** OpenAI's paths, as its SDKs call them under a base address without `/v1`. */
const WITHOUT_VERSION = /^\/(chat|completions|responses|embeddings|images|audio|models)(\/|$)/;

function hint(path: string): string {
  if (WITHOUT_VERSION.test(path)) return ' OpenAI’s paths begin with /v1: add it to the base address.';
  if (/^\/(api\/)?v1\/v1\//.test(path))
    return ' The base address already ends in /v1: the path has it twice.';
  // What the AI SDK calls unless told otherwise.
  if (/^\/(api\/)?v1\/responses(\/|$)/.test(path))
    return ' The Responses API is not served: use chat completions, in the AI SDK openai.chat(model).';
  return '';
}

/** Every path below the product's that is not ours: a JSON 404 in the caller's dialect. */
const notFound = (request: Request): Promise<Response> => {
  const tip = hint(new URL(request.url).pathname);
  return refuseUnserved(
    request,
    new AppError('not_found', `There is no such path.${tip} The API reference at /docs/api lists them.`),
  );
};

export {
  notFound as DELETE,
  notFound as GET,
  notFound as HEAD,
  notFound as OPTIONS,
  notFound as PATCH,
  notFound as POST,
  notFound as PUT,
};
