import type * as z from 'zod';
import { AppError } from '../errors';

type Issue = z.core.$ZodIssue;

/** `messages`, 0, `content` as `messages[0].content`. */
const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text ? `${text}.${String(part)}` : String(part);
  }, '');

/** The one of a union's failures that got furthest, since its first branch is seldom the meant one. */
function deepest(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors.flat().map((i) => ({ ...i, path: [...issue.path, ...i.path] }) as Issue);
  const found = inner.sort((a, b) => b.path.length - a.path.length)[0];
  return found && found.path.length > issue.path.length ? deepest(found) : issue;
}

const withArticle = (noun: string): string => (/^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`);

const isMissing = (issue: Issue): boolean => issue.message.endsWith('received undefined');

/** What is wrong, to follow the field's name. */
function wording(issue: Issue): string {
  const own = issue.message;
  if (/^(must|is) /.test(own)) return own;
  if (isMissing(issue)) return 'is missing';
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${withArticle(issue.expected === 'int' ? 'integer' : issue.expected)}`;
    case 'too_big':
      return `must be at most ${issue.maximum.toLocaleString('en')}${sizeUnit(issue.origin, issue.maximum)}`;
    case 'too_small':
      return `must be at least ${issue.minimum.toLocaleString('en')}${sizeUnit(issue.origin, issue.minimum)}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'invalid_union':
      if (issue.errors.length > 0 && issue.errors.flat().every(isMissing)) return 'is missing';
      return issue.discriminator ? 'has a value that is not known here' : kindsOf(issue);
    default:
      return 'is not valid';
  }
}

/** `must be a string or an array`, of the kinds that a union takes. */
function kindsOf({ errors }: Extract<Issue, { code: 'invalid_union' }>): string {
  const wrong = errors.flat().filter((i) => i.code === 'invalid_type' && i.path.length === 0);
  const kinds = new Set(wrong.map((i) => withArticle(i.code === 'invalid_type' ? i.expected : '')));
  return kinds.size > 0 ? `must be ${[...kinds].join(' or ')}` : 'has the wrong type';
}

function sizeUnit(origin: string, size: number | bigint): string {
  if (origin === 'array') return size === 1 ? ' item long' : ' items long';
  return origin === 'string' ? ' characters long' : '';
}

function unknownFields(path: readonly PropertyKey[], keys: readonly string[]): AppError {
  const fields = keys.map((key) => pathText([...path, key]).slice(0, 100));
  const names = fields
    .slice(0, 5)
    .map((field) => `"${field}"`)
    .join(', ');
  return new AppError(
    'unknown_field',
    `Unknown field${fields.length > 1 ? 's' : ''} ${names}. Remove what this API does not document.`,
    { param: fields[0] },
  );
}

/** Said of any number beyond 2^53, before what the field's own bound says. */
const isBeyondIntegers = (issue: Issue): boolean =>
  issue.code === 'too_big' && issue.maximum === Number.MAX_SAFE_INTEGER;

/** A failed parse as one error that names the field: unknown fields first, else the first problem. */
export function requestProblem(issues: readonly Issue[]): AppError {
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') return unknownFields(issue.path, issue.keys);
  }
  const first = issues.find((issue) => !isBeyondIntegers(issue)) ?? issues[0];
  if (!first) return new AppError('invalid_request', 'The request body is not valid.');
  const issue = deepest(first);
  const param = pathText(issue.path);
  return new AppError('invalid_request', `${param || 'The body'} ${wording(issue)}.`, { param });
}
