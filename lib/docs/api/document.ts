import * as z from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { describeFields, type OpenApiDocument } from './describe-fields';
import { type Audience, type Operation, TAGS } from './operation';
import { OPERATIONS } from './operations/all';
import { houseError, managementError } from './views/openai';

/**
 * The OpenAPI document: bodies and queries are the schemas that the handlers parse with, answers are held to the
 * handlers' types (operation.ts).
 * @param baseUrl the reader's own address, without a slash at its end
 */
export function openApiDocument(baseUrl: string): OpenApiDocument {
  // Anyone may ask for it, and making it takes a tenth of a second.
  made ??= make();
  return { ...made, servers: [{ url: baseUrl }] };
}

let made: OpenApiDocument | undefined;

function make(): OpenApiDocument {
  const paths: ZodOpenApiPathsObject = {};
  for (const operation of OPERATIONS) {
    const path = paths[operation.path] ?? {};
    paths[operation.path] = { ...path, [operation.method]: operationObject(operation) };
  }
  const document = createDocument(
    {
      openapi: '3.1.1',
      info: {
        title: 'Headroom',
        version: '1',
        description: 'API keys with tier, rate and budget limits, enforced exactly on every call.',
      },
      tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
      paths,
      components: { securitySchemes: SECURITY_SCHEMES },
    },
    {
      // `format` says it already
      override: ({ jsonSchema }) => {
        if (jsonSchema.format) jsonSchema.pattern = undefined;
      },
    },
  );
  for (const { path, method, fields } of OPERATIONS)
    if (fields) describeFields(document, document.paths?.[path]?.[method], fields);
  return document;
}

const SECURITY_SCHEMES = {
  key: { type: 'http', scheme: 'bearer', description: 'An API key.' },
  keyHeader: { type: 'apiKey', in: 'header', name: 'X-Api-Key', description: 'An API key.' },
  token: { type: 'http', scheme: 'bearer', description: 'A management token, `hrm_…`.' },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'headroom.session',
    description:
      'A signed-in browser; over https the name is `__Host-headroom.session`. Writes need a same-origin `Origin`.',
  },
} as const;

const SECURITY: Record<Audience, Record<string, string[]>[]> = {
  key: [{ key: [] }, { keyHeader: [] }, { session: [] }],
  management: [{ token: [] }, { session: [] }],
  browser: [{ session: [] }],
  anyone: [],
};

function operationObject(operation: Operation): ZodOpenApiOperationObject {
  const { id, tag, audience, summary, text, role, query, headers } = operation;
  const description = [text, role && `For ${role}.`].filter(Boolean).join(' ');
  const path = pathParameters(operation.path);
  const content = bodyContent(operation);
  const header = headers && headerParameters(headers);
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description && { description }),
    security: SECURITY[audience],
    ...((path || query || header) && {
      requestParams: { ...(path && { path }), ...(query && { query }), ...(header && { header }) },
    }),
    ...(content && { requestBody: { required: true, content } }),
    responses: responses(operation),
  };
}

const PARAMETERS: Record<string, string> = {
  token: 'Of the address that a presign answered',
  userId: 'The member’s user id',
  model: 'Its name, which may hold slashes',
  request_id: '`X-Request-Id` of the refusal',
  alert: 'The rule’s id',
  webhook: 'The webhook’s id',
  delivery: 'The delivery’s id',
  request: 'Its id, the answer’s `X-Request-Id`',
};

function pathParameters(path: string): z.ZodObject | undefined {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  if (names.length === 0) return undefined;
  return z.object(
    Object.fromEntries(
      names.map((name) => {
        const description = name === 'id' ? `The ${ownerOfId(path)}’s id` : (PARAMETERS[name] ?? '');
        return [name, z.string().meta({ description })];
      }),
    ),
  );
}

/** Whose id stands where the path says `{id}`, where the folder's name does not say it. */
const OWNERS: Record<string, string> = { drift: 'workspace', invites: 'invitation', resumable: 'upload' };

/** `/api/manage/upgrade-requests/{id}/approve` → `upgrade request` */
function ownerOfId(path: string): string {
  const [, folder = ''] = /([\w-]+)\/\{id\}/.exec(path) ?? [];
  return OWNERS[folder] ?? folder.replaceAll('-', ' ').replace(/s$/, '');
}

const headerParameters = (headers: NonNullable<Operation['headers']>): z.ZodObject =>
  z.object(
    Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [
        name,
        z.string().meta({ description: `Such as \`${value}\`` }),
      ]),
    ),
  );

/** A body in each form that it may have; null where nothing is sent. */
function bodyContent({ body, files, bytes }: Operation) {
  if (!body && !files && !bytes) return null;
  return {
    ...(files ? formContent(body, files) : body && { 'application/json': { schema: body } }),
    ...(bytes && {
      'application/octet-stream': { schema: z.file().meta({ description: bytes }) },
    }),
  };
}

function formContent(body: z.ZodType | undefined, files: Readonly<Record<string, string>>) {
  const fields = body instanceof z.ZodObject ? body : z.object({});
  const uploads = Object.entries(files).map(([name, description]) => [name, z.file().meta({ description })]);
  return { 'multipart/form-data': { schema: fields.extend(Object.fromEntries(uploads)) } };
}

function responses({
  audience,
  answer,
  also = {},
  status = 200,
  tag,
}: Operation): ZodOpenApiOperationObject['responses'] {
  const content: Record<string, object> = answer ? { 'application/json': { schema: answer } } : {};
  const other = Object.entries(also).map(([type, description]) => [
    type,
    { schema: { type: 'string' as const, description } },
  ]);
  Object.assign(content, Object.fromEntries(other));
  const success = {
    description: Object.keys(content).length > 0 ? 'Done' : 'Done, without a body',
    ...(Object.keys(content).length > 0 && { content }),
  };
  if (tag === 'Health') return { [status]: success };
  const envelope = audience === 'key' ? houseError : managementError;
  return {
    [status]: success,
    '4XX': errorResponse('Refused', envelope),
    '5XX': errorResponse('Our own trouble, or an upstream’s', envelope),
  } as ZodOpenApiOperationObject['responses'];
}

const errorResponse = (description: string, schema: z.ZodType) => ({
  description,
  content: { 'application/json': { schema } },
});
