import { describe, expect, it } from 'vitest';
import { readTree } from '../../testing/architecture/tree';
import { openApiDocument } from './document';
import { OPERATIONS } from './operations/all';
import { apiReference } from './reference';

const document = openApiDocument('https://headroom.example.com');

/** Catch-alls that answer 404, and what is next-auth's. */
const UNDOCUMENTED = /\[\.\.\.(rest|nextauth)\]/;
/** One file with two routes in it: what it is asked with for each. */
const PATHS_WITHIN: Readonly<Record<string, Readonly<Record<string, string[]>>>> = {
  'app/upload/[...path]/route.ts': {
    '/upload/{token}': ['token'],
    '/upload/{id}/complete': ['id', 'complete'],
  },
};
const files = [...readTree(process.cwd()).keys()].filter(
  (file) => /^app\/(api|upload)\/.*route\.ts$/.test(file) && !UNDOCUMENTED.test(file),
);

/** `app/api/v1/models/[...model]/route.ts` → `/v1/models/{model}` */
const pathOf = (file: string): string =>
  file
    .replace(/^app(\/api\/v1(?=\/))?/, (_, versioned) => (versioned ? '/v1' : ''))
    .replace(/\/route\.ts$/, '')
    .replaceAll(/\[(\.\.\.)?(\w+)\]/g, '{$2}');

/** A path with its parameters' names left out: routes may call them otherwise. */
const shape = (path: string): string => path.replaceAll(/\{\w+\}/g, '{}');

const routes = files.flatMap((file): [path: string, file: string, within?: string[]][] =>
  PATHS_WITHIN[file]
    ? Object.entries(PATHS_WITHIN[file]).map(([path, within]) => [path, file, within])
    : [[pathOf(file), file]],
);

/** The methods that a route says it serves. */
async function served(file: string, path?: string[]): Promise<string[]> {
  const { OPTIONS } = (await import(`../../../${file}`)) as {
    OPTIONS(request: Request, context: object): Promise<Response>;
  };
  const request = new Request('http://127.0.0.1/', { method: 'OPTIONS' });
  const answer = await OPTIONS(request, { params: Promise.resolve({ path }) });
  const allowed = answer.headers.get('allow') ?? '';
  return allowed.split(', ').filter((method) => !['HEAD', 'OPTIONS'].includes(method));
}

describe('every route is in the OpenAPI document, with each of its methods', () => {
  it.each(routes)('%s', async (path, file, within) => {
    const known = OPERATIONS.filter((operation) => shape(operation.path) === shape(path));
    expect(known.map(({ method }) => method.toUpperCase()).sort()).toEqual(
      (await served(file, within)).sort(),
    );
  });

  it('and nothing else is', () => {
    const known = new Set(routes.map(([path]) => shape(path)));
    expect(OPERATIONS.filter(({ path }) => !known.has(shape(path))).map(({ path }) => path)).toEqual([]);
  });
});

describe('the document', () => {
  it('names every operation once', () => {
    const ids = OPERATIONS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('leaves no schema without a definition', () => {
    const used = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name,
    );
    const defined = Object.keys(document.components?.schemas ?? {});
    expect(used.filter((name) => !defined.includes(name ?? ''))).toEqual([]);
  });

  it('refuses unknown fields in every body, as the handlers do', () => {
    for (const { body, example } of OPERATIONS) {
      if (!body || !example) continue;
      expect(body.safeParse({ ...example, no_such_field: 1 }).success).toBe(false);
    }
  });
});

describe('sample calls', () => {
  const withBody = OPERATIONS.filter(({ body }) => body);

  it.each(withBody.map(({ id, body, example }) => [id, body, example] as const))(
    '%s sends a body that its handler takes',
    (_id, body, example) => {
      expect(body?.safeParse(example)).toMatchObject({ success: true });
    },
  );

  it('speak to the reader’s own address', () => {
    const { groups } = apiReference('https://mine.example');
    for (const { curl } of groups.flatMap(({ calls }) => calls))
      expect(curl).toContain('"https://mine.example/');
  });

  it('of what concerns an account alone go with its session: a token is refused there', () => {
    const { groups } = apiReference('https://mine.example');
    const calls = groups.flatMap((group) => group.calls).filter(({ audience }) => audience === 'browser');
    expect(calls.map(({ id }) => id).sort()).toEqual([
      'acceptInvite',
      'changeActing',
      'changePassword',
      'listSessions',
      'revokeSession',
      'startActing',
      'stopActing',
      'updateMe',
    ]);
    for (const { method, curl } of calls) {
      expect(curl).toContain('-H "Cookie: headroom.session=$SESSION"');
      expect(curl.includes('-H "Origin: https://mine.example"')).toBe(method !== 'GET');
    }
  });
});
