/** What of JSON Schema our documents use. */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  format?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  additionalProperties?: boolean | JsonSchema;
}

/** A field of a body, query or answer, as the reference lists it. */
export interface FieldRow {
  /** How deep inside other fields; 0 at the top. */
  depth: number;
  name: string;
  type: string;
  required: boolean;
  description: string;
}

const MOST_DEPTH = 3;

export class SchemaReader {
  constructor(private readonly components: Readonly<Record<string, JsonSchema>>) {}

  /** The schema itself, where it stands under a name. */
  resolve(schema: JsonSchema): JsonSchema {
    const name = schema.$ref?.split('/').at(-1);
    return name
      ? { ...this.components[name], ...(schema.description && { description: schema.description }) }
      : schema;
  }

  /** The fields of an object, each followed by its own; of a union those of every kind, once. */
  rows(schema: JsonSchema, depth = 0): FieldRow[] {
    const objects = this.objects(schema);
    const found = new Map<string, FieldRow[]>();
    for (const { properties = {}, required = [] } of objects) {
      for (const [name, field] of Object.entries(properties)) {
        if (found.has(name)) continue;
        const everywhere = objects.every((one) => one.required?.includes(name));
        const row: FieldRow = {
          depth,
          name,
          type: this.type(field),
          required: required.includes(name) && everywhere,
          description: this.words(field),
        };
        const inner = depth < MOST_DEPTH ? this.rows(this.element(field), depth + 1) : [];
        found.set(name, [row, ...inner]);
      }
    }
    return [...found.values()].flat();
  }

  /** What a field holds, in the words of JSON: `string`, `integer or null`, `"a" or "b"`, `list of Limit`. */
  type(given: JsonSchema): string {
    const schema = this.resolve(given);
    const kinds = schema.anyOf ?? schema.oneOf;
    if (kinds) return [...new Set(kinds.map((kind) => this.type(kind)))].join(' or ');
    if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' or ');
    if (schema.const !== undefined) return JSON.stringify(schema.const);
    if (schema.type === 'array') return schema.items ? `list of ${plural(this.type(schema.items))}` : 'list';
    if (Array.isArray(schema.type)) return schema.type.join(' or ');
    return schema.format === 'binary' ? 'file' : (schema.type ?? 'anything');
  }

  private words(given: JsonSchema): string {
    const schema = this.resolve(given);
    const bounds = this.bounds(schema);
    const described = given.description ?? schema.description ?? '';
    return [described, bounds].filter(Boolean).join(' ');
  }

  private bounds(given: JsonSchema): string {
    const kinds = given.anyOf ?? given.oneOf;
    const [only] = kinds?.map((kind) => this.resolve(kind)).filter(({ type }) => type !== 'null') ?? [given];
    if (!only || (kinds && kinds.length > 2)) return '';
    const { minimum, maximum, minLength, maxLength, maxItems, format } = only;
    const big = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
    const small = minimum === Number.MIN_SAFE_INTEGER ? undefined : minimum;
    return [
      range(small, big, ''),
      range(minLength, maxLength, ' characters'),
      maxItems === undefined ? '' : `At most ${figure(maxItems)} entries.`,
      format && format !== 'binary' ? `${FORMATS[format] ?? format}.` : '',
      given.default === undefined || given.default === null
        ? ''
        : `Default ${JSON.stringify(given.default)}.`,
    ]
      .filter(Boolean)
      .join(' ');
  }

  /** The objects that a schema may be. */
  private objects(given: JsonSchema): JsonSchema[] {
    const schema = this.resolve(given);
    if (schema.properties) return [schema];
    return (schema.anyOf ?? schema.oneOf ?? []).flatMap((kind) => this.objects(kind));
  }

  /** Of a list what is in it, else the schema itself. */
  private element(given: JsonSchema): JsonSchema {
    const schema = this.resolve(given);
    const [list] = [schema, ...(schema.anyOf ?? [])]
      .map((one) => this.resolve(one))
      .filter(({ items }) => items);
    return list?.items ?? schema;
  }
}

const FORMATS: Record<string, string> = {
  'date-time': 'An ISO instant',
  uuid: 'A UUID',
  email: 'An e-mail address',
  uri: 'A web address',
};

const figure = (value: number): string => value.toLocaleString('en');
const plural = (type: string): string =>
  /^(string|integer|number|object|list|file)$/.test(type) ? `${type}s` : type;

function range(least: number | undefined, most: number | undefined, unit: string): string {
  if (least === undefined || (least === 0 && most === undefined))
    return most === undefined ? '' : `At most ${figure(most)}${unit}.`;
  return most === undefined
    ? `At least ${figure(least)}${unit}.`
    : `${figure(least)} to ${figure(most)}${unit}.`;
}
