import { importsOf } from './imports';
import { isTest, type Tree } from './tree';

/** Rules about single files. Each returns what breaks it. */

const MOST_LINES = 300;
const BANNED = /(^|\/)(utils?|helpers?|misc|common)(\/|\.|$)/;
// In lib/docs/snippets it stands in code for readers to run.
const READS_ENVIRONMENT =
  /^(lib\/(demo|testing|docs\/snippets)|prisma|e2e)\/|\.config\.(ts|mjs)$|^lib\/(env\.ts|env-file\.mjs|server\/build\.mjs)$/;
const ESCAPES =
  /@ts-(ignore|expect-error|nocheck)|biome-ignore\s+lint\/suspicious\/noExplicitAny|\b(TODO|FIXME|XXX)\b|\b(it|test|describe)\.(skip|only|todo)\b/;
const ROOT = [
  '.ci',
  '.env.example',
  '.gitignore',
  '.npmrc',
  'LICENSE',
  'README.md',
  'app',
  'biome.json',
  'components',
  'e2e',
  'lib',
  'next.config.ts',
  'package-lock.json',
  'package.json',
  'postcss.config.mjs',
  'prisma',
  'public',
  'tsconfig.json',
];

const filesWhere = (tree: Tree, breaks: (file: string, source: string) => boolean): string[] =>
  [...tree].filter(([file, source]) => breaks(file, source)).map(([file]) => file);

export const tooLong = (tree: Tree): string[] =>
  filesWhere(
    tree,
    (file, source) => !file.startsWith('components/ui/') && source.trimEnd().split('\n').length > MOST_LINES,
  );

export const bannedNames = (tree: Tree): string[] => filesWhere(tree, (file) => BANNED.test(file));

/** Files that Next finds by name may be an alias of one line. */
const NEXT_FILE = /^app\/(.*\/)?(route|layout|page|error|not-found)\.tsx?$/;

/** Files that only pass on what others export. */
export const barrels = (tree: Tree): string[] =>
  filesWhere(tree, (file, source) => {
    if (NEXT_FILE.test(file)) return false;
    if (/(^|\/)index\.tsx?$/.test(file) || /^export \* /m.test(source)) return true;
    const code = source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '').trim();
    return code !== '' && code.replace(/export (type )?\{[^}]*\} from '[^']*';/g, '').trim() === '';
  });

export const environmentReaders = (tree: Tree): string[] =>
  filesWhere(
    tree,
    (file, source) => !isTest(file) && !READS_ENVIRONMENT.test(file) && /\bprocess\.env\b/.test(source),
  );

/** Pages and components ask the management API or a verb, never the database. */
export const databaseInPages = (tree: Tree): string[] =>
  [...tree.keys()]
    .filter((file) => /^(app|components)\//.test(file))
    .flatMap((file) => importsOf(tree, file))
    .filter(({ to }) => /^(@prisma\/|pg$|lib\/db\/(client|connection|generated))|prisma/.test(to))
    .map(({ from, to }) => `${from} imports ${to}`);

export const escapes = (tree: Tree): string[] =>
  filesWhere(
    tree,
    (file, source) =>
      file !== 'lib/testing/architecture/files.ts' &&
      !file.endsWith('architecture.test.ts') &&
      ESCAPES.test(source),
  );

/** Server actions and middleware: the dashboard writes through the management API alone. */
export const serverActions = (tree: Tree): string[] =>
  filesWhere(
    tree,
    (file, source) => /^(proxy|middleware)\.ts$/.test(file) || /^\s*['"]use server['"]/m.test(source),
  );

/** Mutations of their own, whose callbacks are lost when the row that asked is gone: components/use-change.ts is for all. */
export const ownMutations = (tree: Tree): string[] =>
  filesWhere(
    tree,
    (file, source) =>
      /^(app|components)\//.test(file) &&
      file !== 'components/use-change.ts' &&
      /\buseMutation\b/.test(source),
  );

export const unexpectedAtRoot = (names: readonly string[]): string[] =>
  names.filter((name) => !ROOT.includes(name));
