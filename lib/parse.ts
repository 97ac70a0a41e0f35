import type * as z from 'zod';
import { AppError } from './errors';

/**
 * Parses a body or query. One clear sentence for the first thing wrong, all of them in `details.issues`.
 * @throws AppError `unknown_field` naming it, else `invalid_request` with `details.field`.
 */
export function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) {
    requireText(result.data);
    return result.data;
  }
  const issues = result.error.issues.flatMap(asProblems);
  const unknown = issues.find((issue) => issue.unknown);
  const first = unknown ?? issues[0] ?? { field: '', message: 'is not valid', unknown: false };
  throw new AppError(first.unknown ? 'unknown_field' : 'invalid_request', sentence(first), {
    field: first.field,
    issues: issues.map(({ field, message }) => ({ field, message })),
  });
}

/**
 * PostgreSQL stores neither NUL nor half of a surrogate pair.
 * @throws AppError `invalid_request` naming where one stands
 */
export function requireText(value: unknown, field = ''): void {
  if (typeof value === 'string' && /\0|\p{Surrogate}/u.test(value)) {
    throw new AppError('invalid_request', `${field || 'The body'} contains a character that is no text.`, {
      field,
    });
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) requireText(inner, field ? `${field}.${key}` : key);
}

interface Problem {
  field: string;
  message: string;
  unknown: boolean;
}

const MAX_NAME = 60;

function asProblems(issue: z.core.$ZodIssue): Problem[] {
  const at = (key?: string) => [...issue.path.map(String), ...(key === undefined ? [] : [key])].join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: at(key.slice(0, MAX_NAME)),
      message: 'is not a known field',
      unknown: true,
    }));
  }
  return [{ field: at(), message: plain(issue), unknown: false }];
}

/** Schemas word their own rules ("must be at least 1"); the rest are worded here. */
function plain(issue: z.core.$ZodIssue): string {
  if (/^(must|is) /.test(issue.message)) return issue.message;
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'is required';
  if (issue.code === 'invalid_type') return `must be ${article(issue.expected)}`;
  if (issue.code === 'invalid_value') return `must be one of: ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'too_small') return `must be at least ${issue.minimum}${unit(issue.origin)}`;
  if (issue.code === 'too_big') return `must be at most ${issue.maximum}${unit(issue.origin)}`;
  if (issue.code === 'invalid_format' && issue.format === 'datetime')
    return 'must be a time like 2026-01-31T00:00:00Z';
  if (issue.code === 'invalid_format' && issue.format === 'uuid') return 'must be an id (a UUID)';
  return `is not valid: ${issue.message}`;
}

const unit = (origin: string) => (origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '');

const article = (type: string) => {
  if (type === 'int') return 'a whole number';
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
};

const sentence = ({ field, message }: Problem) => (field ? `${field} ${message}.` : `The body ${message}.`);
