import { limitName } from '@/components/format/limit';
import type { Group } from './measures';

const CODES: Record<string, string> = {
  rate_limit_exceeded: 'Rate limit',
  concurrency_limit_exceeded: 'Too many at once',
  quota_exceeded: 'Quota used up',
  budget_exceeded: 'Budget spent',
  budget_reserved: 'Budget reserved',
  not_in_plan: 'Not in the plan',
  storage_full: 'Storage full',
  request_too_large: 'Request too large',
};
const WHOSE: Record<string, string> = { key: 'of a key', user: 'of a member', workspace: 'of the workspace' };

/** A refusal's code in words. */
export const codeWords = (code: string): string => CODES[code] ?? code.replaceAll('_', ' ');

/**
 * A limit's id (`key:requests/chat/rolling 60000`) in words: "Chat requests per minute of a key". What is no limit's
 * id is a code, or a counter as older refusals named it.
 */
export function limitWords(id: string): string {
  const match = /^(?:(key|user|workspace):)?([a-z]+)\/([^/]*)\/(.+)$/.exec(id);
  if (!match) return codeWords(id);
  const [, scope = '', metric = '', resource = '', window = ''] = match;
  const name = limitName({ metric, resource: resource === '*' ? null : resource, window });
  return scope ? `${name} ${WHOSE[scope]}` : name;
}

/** Names of an answer's groups as pages show them: the API leaves limits as their ids. */
export const groupNamesShown = (group: Group, names: Record<string, string>): Record<string, string> =>
  group === 'limit'
    ? Object.fromEntries(Object.entries(names).map(([id, name]) => [id, id === '' ? name : limitWords(id)]))
    : names;
