import { version as uuidVersion } from 'uuid';
import { catalogModels, findModel, type GatewayModel, isAllowed, type ModelUser } from './models';

/** A model in OpenAI's shape, with what one needs to choose it. */
export interface ModelView {
  id: string;
  object: 'model';
  /** Unix seconds */
  created: number;
  owned_by: string;
  resource: string;
  context_tokens: number;
  max_output_tokens: number;
  /** What the prices count: `tokens`, `images`, `characters` or `seconds`. */
  meter: string;
  /** Micro-units of the catalog's currency per 10^6 of it. */
  input_price: number;
  output_price: number;
  /** Tokens count this many times against token limits. */
  weight: number;
}

/** The instant a UUIDv7 carries (RFC 9562, section 5.7), in Unix seconds; 0 for other ids. */
const createdAt = (id: string): number =>
  uuidVersion(id) === 7 ? Math.floor(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16) / 1000) : 0;

const view = (model: GatewayModel, name = model.name): ModelView => ({
  id: name,
  object: 'model',
  created: createdAt(model.id),
  owned_by: name.includes('/') ? name.slice(0, name.indexOf('/')) : 'headroom',
  resource: model.resource,
  context_tokens: model.contextTokens,
  max_output_tokens: model.maxOutputTokens,
  meter: model.meter,
  input_price: model.inputPrice,
  output_price: model.outputPrice,
  weight: model.weight,
});

const isPlainChat = (model: GatewayModel): boolean =>
  model.resource === 'chat' && model.inputPrice > 0 && model.outputPrice > 0;

/** The body of `GET /v1/models`: what this principal may use, plain priced chat models first. */
export async function listModels(user: ModelUser): Promise<{ object: 'list'; data: ModelView[] }> {
  const models = (await catalogModels(user)).filter(
    (model) => model.listed && !model.name.endsWith('*') && isAllowed(user, model),
  );
  const first = models.filter(isPlainChat);
  const rest = models.filter((model) => !isPlainChat(model));
  return { object: 'list', data: [...first, ...rest].map((model) => view(model)) };
}

/**
 * The body of `GET /v1/models/{model}`.
 * @throws AppError `model_not_found` (404) or `model_not_allowed` (403).
 */
export const describeModel = async (user: ModelUser, name: string): Promise<ModelView> =>
  view(await findModel(user, name), name);
