import { requireScope } from '../admission/require-scope';
import type { Outcome, Run, RunContext, Work } from '../admission/work';
import { db } from '../db/client';
import type { StoredFile } from '../db/generated/client';
import { AppError } from '../errors';
import { chatWork } from '../gateway/chat';
import { checkChatRequest } from '../gateway/chat-request';
import { findModel, firstModel, type GatewayModel } from '../gateway/models';
import { readJsonObject } from '../gateway/read-json';
import { requestProblem } from '../gateway/request-problem';
import { brokenAnswer } from '../gateway/upstream-error';
import type { Principal } from '../keys/principal';
import { log } from '../log';
import { type DescriptionRequest, type DescriptionView, descriptionSchema } from './description-schema';
import { pictureUrl, requirePicture } from './picture';
import { withRoom } from './picture-room';

const PROMPT =
  'Describe this picture in one to three plain sentences: what it shows, and what any text in it says.';
/** Some hundred words, and as much again for a model that thinks first. */
const MAX_TOKENS = 1_000;

async function readDescription(request: Request): Promise<DescriptionRequest> {
  const result = descriptionSchema.safeParse(await readJsonObject(request));
  if (!result.success) throw requestProblem(result.error.issues);
  return result.data;
}

/** @throws AppError `not_found`, also for another workspace's file */
async function findFile(id: string, { workspaceId }: Principal): Promise<StoredFile> {
  const file = await db().storedFile.findFirst({ where: { id, workspaceId } });
  if (file) return file;
  throw new AppError('not_found', 'There is no such file. GET /v1/files lists yours.', { param: 'file_id' });
}

const readsImages = (model: GatewayModel): boolean => model.readsImages;

/** The name of the model that is asked. @throws AppError where it is not here, not allowed, or reads no pictures */
async function modelFor(name: string | undefined, principal: Principal): Promise<string> {
  if (name === undefined) return (await firstModel(principal, 'chat', readsImages)).name;
  if (readsImages(await findModel(principal, name, 'chat'))) return name;
  throw new AppError(
    'invalid_request',
    `The model "${name}" reads no pictures. Leave model out, or name another.`,
    {
      param: 'model',
    },
  );
}

/** Only one that was written counts as a description of the month. */
const uncounted = (outcome: Outcome): Outcome => ({
  ...outcome,
  actual: { ...outcome.actual, descriptions: 0 },
});

/** The picture could not be had, so nothing was sent. */
const NOT_ASKED: Outcome = {
  outcome: 'void',
  tokensIn: 0,
  tokensOut: 0,
  estimated: false,
  firstByteMs: null,
  actual: { requests: 0, tokens: 0, cost: 0, descriptions: 0 },
};

interface Completion {
  choices?: { message?: { content?: unknown } }[];
}

/** The answer's text as PostgreSQL can keep it: without NUL and halves of surrogate pairs; null where there is none. */
function textOf(body: Uint8Array | string): string | null {
  const { choices } = JSON.parse(Buffer.from(body).toString()) as Completion;
  const text = choices?.[0]?.message?.content;
  return typeof text === 'string' ? Buffer.from(text.replaceAll('\0', '')).toString().trim() || null : null;
}

/** Keeps a description with its file. What the model did is charged, also where its file has gone. */
async function keep(view: DescriptionView, workspaceId: string): Promise<AppError | null> {
  const { file_id: id, description, described_by: describedBy, described_at: describedAt } = view;
  try {
    const { count } = await db().storedFile.updateMany({
      where: { id, workspaceId },
      data: { description, describedBy, describedAt },
    });
    return count > 0 ? null : new AppError('not_found', 'The file was deleted while it was described.');
  } catch (error) {
    log().error({ err: error }, 'a description could not be stored');
    return new AppError('storage_unavailable', 'The description could not be stored. Try again in a moment.');
  }
}

async function describe(
  file: StoredFile,
  model: string,
  ask: (picture: string) => Promise<Run>,
  { principal, signal }: RunContext,
): Promise<Run> {
  let run: Run;
  try {
    run = await withRoom(Number(file.bytes), signal, async () => ask(await pictureUrl(file)));
  } catch (error) {
    if (error instanceof AppError) return { error, outcome: NOT_ASKED };
    throw error;
  }
  if ('error' in run) return { error: run.error, outcome: uncounted(run.outcome) };
  const outcome = await run.finished;
  const { body } = run;
  const description = body === null || body instanceof ReadableStream ? null : textOf(body);
  if (description === null) {
    const error = brokenAnswer('has no description');
    return { error, outcome: uncounted({ ...outcome, outcome: 'upstream_error' }) };
  }
  const describedAt = new Date().toISOString();
  const view = { file_id: file.id, description, described_by: model, described_at: describedAt };
  const error = await keep(view, principal.workspaceId);
  if (error) return { error, outcome: uncounted(outcome) };
  return { ...run, body: JSON.stringify({ data: view }), finished: Promise.resolve(outcome) };
}

/**
 * `POST /v1/descriptions`, behind admission: a model that reads pictures says what one of the workspace's files
 * shows, and that is kept with the file. It is a chat completion that also counts as a description of the month.
 */
export const descriptionsWork: Work<DescriptionRequest> = {
  resource: 'chat',
  read: readDescription,
  async prepare({ file_id: id, prompt = PROMPT, model: named }, principal) {
    // Who may not read files is not told what is in them either.
    requireScope(principal, 'files');
    const file = await findFile(id, principal);
    requirePicture(file);
    const model = await modelFor(named, principal);
    const picture = { url: 'data:,' };
    const content = [
      { type: 'text', text: prompt },
      { type: 'image_url', image_url: picture },
    ];
    const chat = { model, messages: [{ role: 'user', content }], max_tokens: MAX_TOKENS };
    const prepared = await chatWork.prepare(checkChatRequest(chat), principal);
    const { claim } = prepared;
    return {
      ...prepared,
      claim: { ...claim, amounts: { ...claim.amounts, descriptions: { base: 1 } } },
      run: (context) => {
        // The picture is read once it is admitted: until then its address stands for it.
        const ask = (url: string) => {
          picture.url = url;
          return prepared.run(context);
        };
        return describe(file, model, ask, context);
      },
    };
  },
};
