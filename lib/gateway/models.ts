import { db } from '../db/client';
import { AppError } from '../errors';
import type { Meter } from '../plans/resources';
import { processState } from '../process-state';
import { unseal } from '../sealed';

/** Where a model is called. */
export interface UpstreamConfig {
  id: string;
  name: string;
  /** Base of an OpenAI-compatible API, e.g. `https://api.openai.com/v1`. */
  baseUrl: string;
  /** null: none is sent */
  sealedKey: string | null;
  /** Calls that may run at a time, over all instances; null: any number. */
  maxInFlight: number | null;
  connectTimeoutMs: number;
  firstByteTimeoutMs: number;
  idleTimeoutMs: number;
}

/** A model of a catalog, with its price in micro-units per 10^6 of what its meter counts. */
export interface GatewayModel {
  id: string;
  /** As in the catalog; `demo-*` stands for every name that begins so. */
  name: string;
  resource: string;
  upstream: UpstreamConfig;
  upstreamModel: string;
  meter: Meter;
  inputPrice: number;
  outputPrice: number;
  priceVersion: number;
  weight: number;
  contextTokens: number;
  maxOutputTokens: number;
  /** Charges for output that is not relayed. */
  hidesTokens: boolean;
  /** Takes pictures in its messages. */
  readsImages: boolean;
  listed: boolean;
}

/** What of a principal decides which models it may use. */
export interface ModelUser {
  catalogId: string;
  catalogRev: number;
  /** Empty allows all. */
  models: readonly string[];
}

async function load(catalogId: string): Promise<GatewayModel[]> {
  const rows = await db().model.findMany({
    where: { catalogId, enabled: true, upstream: { enabled: true } },
    include: { upstream: true },
    orderBy: [{ position: 'asc' }, { name: 'asc' }],
  });
  return rows.map(({ inputPrice, outputPrice, meter, ...row }) => ({
    ...row,
    meter: meter as Meter,
    inputPrice: Number(inputPrice),
    outputPrice: Number(outputPrice),
  }));
}

interface Cached {
  rev: number;
  models: Promise<GatewayModel[]>;
}

const cache = () => processState('gateway.models', () => new Map<string, Cached>());

/** Enabled models of a catalog at enabled upstreams, in its order. Read again when the catalog's revision has risen. */
export function catalogModels(user: ModelUser): Promise<GatewayModel[]> {
  const known = cache().get(user.catalogId);
  if (known && known.rev >= user.catalogRev) return known.models;
  const entry: Cached = { rev: user.catalogRev, models: load(user.catalogId) };
  cache().set(user.catalogId, entry);
  entry.models.catch(() => {
    if (cache().get(user.catalogId) === entry) cache().delete(user.catalogId);
  });
  return entry.models;
}

const MAX_NAME = 120;
const isPattern = (name: string): boolean => name.endsWith('*');

function match(models: readonly GatewayModel[], name: string): GatewayModel | undefined {
  const exact = models.find((model) => model.name === name && !isPattern(name));
  if (exact) return exact;
  const pattern = models.find((m) => isPattern(m.name) && name.startsWith(m.name.slice(0, -1)));
  if (!pattern) return undefined;
  const rest = name.slice(pattern.name.length - 1);
  return { ...pattern, upstreamModel: pattern.upstreamModel.replace(/\*$/, () => rest) };
}

/** Whether a key that names its models may use this one. */
export const isAllowed = (user: ModelUser, model: GatewayModel, name = model.name): boolean =>
  user.models.length === 0 || user.models.includes(name) || user.models.includes(model.name);

/**
 * The model a client names; only one of `resource` where that is given.
 * @throws AppError `model_not_found` (404), or `model_not_allowed` (403) where the key's own list leaves it out.
 */
export async function findModel(user: ModelUser, name: string, resource?: string): Promise<GatewayModel> {
  const model = name.length <= MAX_NAME ? match(await catalogModels(user), name) : undefined;
  if (!model || (resource !== undefined && model.resource !== resource)) {
    const kind = resource === undefined ? 'model' : `${resource} model`;
    throw new AppError(
      'model_not_found',
      `There is no ${kind} "${name.slice(0, MAX_NAME)}" here. GET /v1/models lists those you may use.`,
      { param: 'model' },
    );
  }
  if (!isAllowed(user, model, name)) {
    throw new AppError(
      'model_not_allowed',
      `This key may not use the model "${name}". Use one of its models, or have it added to the key.`,
      { param: 'model' },
    );
  }
  return model;
}

/**
 * The first listed model of a resource that this user may use, for requests that need not name one.
 * @param suits what else it has to be
 * @throws AppError `model_not_found` (404)
 */
export async function firstModel(
  user: ModelUser,
  resource: string,
  suits: (model: GatewayModel) => boolean = () => true,
): Promise<GatewayModel> {
  const models = await catalogModels(user);
  const model = models.find(
    (m) => m.resource === resource && m.listed && !isPattern(m.name) && isAllowed(user, m) && suits(m),
  );
  if (model) return model;
  throw new AppError('model_not_found', `There is no ${resource} model here that you may use.`, {
    param: 'model',
  });
}

/** The provider's key in the clear, or null where the upstream needs none. */
export function providerKey(upstream: UpstreamConfig): string | null {
  if (upstream.sealedKey === null) return null;
  const opened = processState('gateway.provider-keys', () => new Map<string, string>());
  const known = opened.get(upstream.sealedKey);
  if (known !== undefined) return known;
  try {
    const key = unseal(upstream.sealedKey);
    opened.set(upstream.sealedKey, key);
    return key;
  } catch {
    throw new AppError(
      'upstream_error',
      "The provider's key cannot be read: the server's AUTH_SECRET has changed since it was stored. An admin must enter it again.",
    );
  }
}
