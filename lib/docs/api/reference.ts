import type { OpenApiDocument } from './describe-fields';
import { openApiDocument } from './document';
import { groupId, type Operation, TAGS } from './operation';
import { OPERATIONS } from './operations/all';
import { type FieldRow, type JsonSchema, SchemaReader } from './schema-rows';

/** The API reference as data, read from the OpenAPI document: the page and its `.md` twin are drawn from it. */
export interface ApiReference {
  title: string;
  description: string;
  groups: ApiGroup[];
}

export interface ApiGroup {
  id: string;
  title: string;
  description: string;
  calls: ApiCall[];
}

export interface ApiCall {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  audience: Operation['audience'];
  parameters: FieldRow[];
  /** null where nothing is sent */
  body: { type: string; fields: FieldRow[] } | null;
  answer: ApiAnswer;
  curl: string;
}

export interface ApiAnswer {
  status: string;
  fields: FieldRow[];
  /** Content types beside JSON, with what they are. */
  also: { type: string; description: string }[];
}

interface Content {
  content?: Record<string, { schema: JsonSchema }>;
}

interface OperationObject {
  description?: string;
  parameters?: { name: string; in: string; required?: boolean; schema: JsonSchema }[];
  requestBody?: Content;
  responses: Record<string, Content>;
}

/** @param baseUrl the reader's own address, without a slash at its end */
export function apiReference(baseUrl: string): ApiReference {
  made ??= make(openApiDocument(HERE));
  const { groups, ...rest } = made;
  const call = (one: ApiCall): ApiCall => ({ ...one, curl: one.curl.replaceAll(HERE, baseUrl) });
  return { ...rest, groups: groups.map((group) => ({ ...group, calls: group.calls.map(call) })) };
}

/** Stands for the reader's address in what is made once for all of them. */
const HERE = 'https://HEADROOM';
let made: ApiReference | undefined;

function make(document: OpenApiDocument): ApiReference {
  const reader = new SchemaReader((document.components?.schemas ?? {}) as Record<string, JsonSchema>);
  const calls = OPERATIONS.map((operation): [string, ApiCall] => {
    const object = document.paths?.[operation.path]?.[operation.method] as unknown as OperationObject;
    return [operation.tag, callOf(operation, object, reader)];
  });
  return {
    title: 'API reference',
    description:
      'Every call, for keys and for management. Bodies are strict: a field that is not listed is a 400 that names it.',
    groups: Object.entries(TAGS).map(([title, description]) => ({
      id: groupId(title),
      title,
      description,
      calls: calls.filter(([tag]) => tag === title).map(([, call]) => call),
    })),
  };
}

function callOf(operation: Operation, object: OperationObject, reader: SchemaReader): ApiCall {
  const { id, method, path, summary, audience } = operation;
  const parameters = (object.parameters ?? []).map(({ name, schema, required = false }) => {
    const [row] = reader.rows({ properties: { [name]: schema }, required: required ? [name] : [] });
    return row as FieldRow;
  });
  const [sent] = Object.entries(object.requestBody?.content ?? {});
  return {
    id,
    method: method.toUpperCase(),
    path,
    summary,
    description: object.description ?? '',
    audience,
    parameters,
    body: sent ? { type: sent[0], fields: reader.rows(sent[1].schema) } : null,
    answer: answerOf(object, reader),
    curl: curlOf(operation),
  };
}

function answerOf({ responses }: OperationObject, reader: SchemaReader): ApiAnswer {
  const [status = '200', { content = {} } = {}] = Object.entries(responses)[0] ?? [];
  const json = content['application/json'];
  const others = Object.entries(content).filter(([type]) => type !== 'application/json');
  return {
    status,
    fields: json ? reader.rows(json.schema) : [],
    also: others.map(([type, { schema }]) => ({ type, description: schema.description ?? '' })),
  };
}

const AUTHORIZATION = {
  key: '"Authorization: Bearer $API_KEY"',
  management: '"Authorization: Bearer $TOKEN"',
  browser: '"Cookie: headroom.session=$SESSION"',
  anyone: null,
} as const;

/** What a sample call sends where its file is no recording. */
const SAMPLE_FILES: Readonly<Record<string, string>> = {
  '/upload/stream': 'photo.jpg',
  '/upload/stream-batch': 'photo.jpg',
};

function curlOf({ method, path, audience, example, files, bytes, headers, query }: Operation): string {
  const needsRange = query && 'from' in query.shape && !query.shape.from?.safeParse(undefined).success;
  const range = needsRange ? '?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z' : '';
  const url = `${HERE}${path.replaceAll(/\{(\w+)\}/g, (_, name) => `$${name.toUpperCase()}`)}${range}`;
  const parts = [`curl ${method === 'get' || example || files ? '' : `-X ${method.toUpperCase()} `}"${url}"`];
  if (example && method !== 'post') parts[0] = `curl -X ${method.toUpperCase()} "${url}"`;
  const authorization = AUTHORIZATION[audience];
  if (authorization) parts.push(`-H ${authorization}`);
  if (audience === 'browser' && method !== 'get') parts.push(`-H "Origin: ${HERE}"`);
  for (const [name, value] of Object.entries(headers ?? {})) parts.push(`-H "${name}: ${value}"`);
  if (files) {
    for (const [name, value] of Object.entries(example ?? {})) parts.push(`-F ${name}=${value}`);
    for (const name of Object.keys(files)) parts.push(`-F ${name}=@./${SAMPLE_FILES[path] ?? `${name}.mp3`}`);
  } else if (bytes) {
    parts.push('--data-binary @./photo.jpg');
  } else if (example) {
    parts.push('-H "Content-Type: application/json"', `-d '${JSON.stringify(example)}'`);
  }
  return parts.join(' \\\n  ');
}
