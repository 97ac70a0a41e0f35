import type { createDocument } from 'zod-openapi';

export type OpenApiDocument = ReturnType<typeof createDocument>;

interface Schema {
  $ref?: string;
  description?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}

/** Writes what fields mean into an operation's body, by dotted name. @throws Error on a name that leads nowhere */
export function describeFields(
  document: OpenApiDocument,
  operation: object | undefined,
  fields: Readonly<Record<string, string>>,
): void {
  const { requestBody } = operation as { requestBody: { content: Record<string, { schema: Schema }> } };
  const [body] = Object.values(requestBody.content);
  for (const [name, description] of Object.entries(fields)) {
    const found = body ? find(document, body.schema, name.split('.')) : [];
    if (found.length === 0) throw new Error(`The API reference describes a field that is not there: ${name}`);
    for (const schema of found) schema.description = description;
  }
}

function find(document: OpenApiDocument, schema: Schema, [name, ...rest]: string[]): Schema[] {
  if (name === undefined) return [schema];
  const inner = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  const here = schema.properties?.[name];
  return [
    ...(here ? find(document, here, rest) : []),
    ...(schema.items ? find(document, schema.items, [name, ...rest]) : []),
    ...inner.flatMap((one) => find(document, one, [name, ...rest])),
  ];
}
