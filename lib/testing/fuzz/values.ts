import fc from 'fast-check';

/** As much of JSON Schema as the OpenAPI document uses. */
export interface Schema {
  $ref?: string;
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  pattern?: string;
  format?: string;
}

export type Schemas = Readonly<Record<string, Schema>>;

/** What has broken programs before, of every kind of JSON. */
const HOSTILE_TEXT = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202egnp.exe',
  '‮‏',
  '😀'.repeat(20),
  'a'.repeat(5_000),
  '../../../etc/passwd',
  "' OR 1=1 --",
  '%00',
  '{{7*7}}',
  '<script>alert(1)</script>',
  '=cmd|calc!A1',
  'x\r\nX-Injected: 1',
  '__proto__',
  'constructor',
  '\\',
  '%',
  '_',
  'NaN',
  '1e400',
  '-0',
  '9'.repeat(400),
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '+275760-09-13T00:00:00.000Z',
  '2026-02-30T00:00:00Z',
  'http://169.254.169.254/latest/meta-data',
  'http://127.0.0.1:1/',
  'https://[::1]/',
  'file:///etc/passwd',
  '00000000-0000-0000-0000-000000000000',
  'rolling 0',
  'rolling 1e309',
  'month Mars/Phobos 1',
  'calendar',
];
const HOSTILE_NUMBERS = [0, -0, -1, 1.5, 1e-300, 1e300, 2 ** 31, 2 ** 53, -(2 ** 53), 1e21, 5e-324];

const deep = (depth: number): unknown => {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = i % 2 ? [value] : { a: value };
  return value;
};

/** Any JSON at all, most of it nasty. */
export const junk: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<unknown>(...HOSTILE_TEXT) },
  { weight: 3, arbitrary: fc.constantFrom<unknown>(...HOSTILE_NUMBERS) },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [null], { a: {} }) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(deep(60), Array(2_000).fill(0), Array(300).fill({})) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXT),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

/** Values that a few fields need to get anywhere: names that exist, by the field's name. */
export type Known = Readonly<Record<string, readonly unknown[]>>;

/** What a schema allows, with a hostile value in its place now and then. */
export function fuzzed(
  schema: Schema,
  schemas: Schemas,
  known: Known,
  name = '',
  depth = 0,
): fc.Arbitrary<unknown> {
  const allowed = allowedBy(schema, schemas, known, name, depth);
  return fc.oneof({ weight: 12, arbitrary: allowed }, { weight: 1, arbitrary: junk });
}

function allowedBy(
  schema: Schema,
  schemas: Schemas,
  known: Known,
  name: string,
  depth: number,
): fc.Arbitrary<unknown> {
  const inner = (one: Schema, of = name) => fuzzed(one, schemas, known, of, depth + 1);
  if (depth > 6) return fc.constant(null);
  if (schema.$ref) {
    const target = schemas[schema.$ref.split('/').at(-1) ?? ''];
    return target ? allowedBy(target, schemas, known, name, depth + 1) : junk;
  }
  const names = known[name];
  if (names && schema.type === 'string') return fc.constantFrom(...names);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((choice) => inner(choice)));
  switch (schema.type) {
    case 'object':
      return objectOf(schema, inner);
    case 'array': {
      const minLength = schema.minItems ?? 0;
      const maxLength = Math.max(minLength, Math.min(schema.maxItems ?? 4, 4));
      return fc.array(inner(schema.items ?? {}), { minLength, maxLength });
    }
    case 'string':
      return textOf(schema);
    case 'integer':
    case 'number':
      return numberOf(schema);
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return junk;
  }
}

/** Required fields nearly always, others half the time; one that does not exist now and then. */
function objectOf(
  { properties = {}, required = [], additionalProperties }: Schema,
  inner: (one: Schema, name?: string) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const fields = Object.entries(properties).map(([name, schema]) => {
    const weight = required.includes(name) ? 30 : 1;
    const value = inner(schema, name).map((one): [string, unknown][] => [[name, one]]);
    return fc.oneof(
      { weight, arbitrary: value },
      { weight: 1, arbitrary: fc.constant<[string, unknown][]>([]) },
    );
  });
  const free = typeof additionalProperties === 'object' ? inner(additionalProperties) : junk;
  const more = fc.oneof(
    { weight: 15, arbitrary: fc.constant<[string, unknown][]>([]) },
    {
      weight: typeof additionalProperties === 'object' ? 15 : 1,
      arbitrary: fc.array(fc.tuple(hostileText, free), { maxLength: 2 }),
    },
  );
  return fc.tuple(...fields, more).map((found) => Object.fromEntries(found.flat()));
}

function textOf({ pattern, format, minLength = 0, maxLength = 30 }: Schema): fc.Arbitrary<unknown> {
  if (format === 'uuid') return fc.uuid();
  if (format === 'email') return fc.emailAddress();
  if (format === 'date-time') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  if (pattern) return fc.stringMatching(new RegExp(pattern, 'u'));
  const most = fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, 30)) });
  // To the very edge of what is allowed, and one beyond it.
  const edges = [minLength - 1, minLength, Math.min(maxLength, 20_000), Math.min(maxLength, 20_000) + 1];
  const edge = fc.constantFrom(...edges.filter((length) => length >= 0)).map((length) => 'x'.repeat(length));
  return fc.oneof({ weight: 5, arbitrary: most }, { weight: 1, arbitrary: edge });
}

function numberOf({ type, minimum = -1e15, maximum = 1e15 }: Schema): fc.Arbitrary<unknown> {
  const usual = fc.integer({
    min: Math.ceil(Math.max(minimum, 0)),
    max:
      Math.floor(Math.min(maximum, 1_000)) > Math.max(minimum, 0)
        ? Math.floor(Math.min(maximum, 1_000))
        : Math.floor(maximum),
  });
  const edge = fc.constantFrom(minimum, maximum, minimum - 1, maximum + 1);
  const fraction = fc.double({ min: minimum, max: maximum, noNaN: true });
  return fc.oneof(
    { weight: 5, arbitrary: usual },
    { weight: 2, arbitrary: edge },
    { weight: type === 'number' ? 3 : 1, arbitrary: fraction },
  );
}
