/** Whose name in the path is another than the resource's. */
const OTHER_NAMES: Readonly<Record<string, string>> = { llm: 'chat', upload: 'uploads' };
const RESOURCES = new Set([
  'chat',
  'embeddings',
  'images',
  'audio',
  'uploads',
  'files',
  'descriptions',
  'models',
  'quota',
  'usage',
  'denials',
]);

/**
 * The resource that a path belongs to, where no route says it (a method that is not served, an unknown path):
 * `/v1/images/variations` → `images`; `unknown` where the path names none.
 */
export function resourceOfPath(pathname: string): string {
  const [first = ''] = pathname.replace(/^\/(api\/)?(v\d+\/)?/, '').split('/', 1);
  const named = OTHER_NAMES[first] ?? first;
  return RESOURCES.has(named) ? named : 'unknown';
}
