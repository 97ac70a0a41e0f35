import type { CatalogView } from '../../plans/schema';
import type { Sample } from '../page';

/** What retry code needs to be ready to run. */
export interface SnippetInput {
  /** Without a slash at its end: `https://headroom.example.com`. */
  baseUrl: string;
  model: string;
  /** Path of the chat call. */
  path: string;
  /** A header with the key in it, as a template of the language takes it. */
  auth: { name: 'Authorization' | 'X-Api-Key'; prefix: string };
}

/** A sample that a program can run; its key is read from `API_KEY` in the environment. */
export interface Snippet extends Sample {
  language: 'python' | 'typescript';
  /** What has to be installed for it. */
  packages: string[];
}

/** The call that a catalog's own page uses. */
export function snippetInput(catalog: CatalogView, baseUrl: string): SnippetInput {
  const model = catalog.models.find(({ resource }) => resource === 'chat')?.name ?? 'MODEL';
  const zihin = catalog.contract === 'zihin';
  return {
    baseUrl,
    model,
    path: PATHS[catalog.contract] ?? '/v1/chat/completions',
    auth: zihin ? { name: 'X-Api-Key', prefix: '' } : { name: 'Authorization', prefix: 'Bearer ' },
  };
}

const PATHS: Record<string, string> = { ajstudioz: '/api/chat', zihin: '/api/v3/llm/call' };
