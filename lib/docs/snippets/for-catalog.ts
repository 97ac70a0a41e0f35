import type { CatalogView } from '../../plans/schema';
import { callWithRetryPython } from './call-with-retry';
import { openaiPython, openaiTypeScript } from './openai';
import { plainPython, plainTypeScript } from './plain';
import { type Snippet, type SnippetInput, snippetInput } from './snippet';
import { tenacityPython } from './tenacity';

export interface CatalogSnippets {
  /** Nothing to install. */
  plain: Snippet[];
  /** With OpenAI's SDKs and what catalogs' own pages add to them. */
  sdk: Snippet[];
}

/** Retry code that a catalog's own page prints, so that it works. */
const OF_THE_PAGE: Readonly<Record<string, (input: SnippetInput) => Snippet[]>> = {
  ajstudioz: (input) => [tenacityPython(input)],
  priority: (input) => [callWithRetryPython(input)],
};

/** Retry code for a catalog's keys, ready to run at this address. */
export function snippetsFor(catalog: CatalogView, baseUrl: string): CatalogSnippets {
  const input = snippetInput(catalog, baseUrl);
  const sdk = [openaiPython(input), openaiTypeScript(input)];
  return {
    plain: [plainPython(input), plainTypeScript(input)],
    sdk: [...sdk, ...(OF_THE_PAGE[catalog.contract]?.(input) ?? [])],
  };
}
