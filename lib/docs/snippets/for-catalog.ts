import type { CatalogView } from '../../plans/schema';
import { openaiPython, openaiTypeScript } from './openai';
import { plainPython, plainTypeScript } from './plain';
import { type Snippet, snippetInput } from './snippet';
import { tenacityPython } from './tenacity';

export interface CatalogSnippets {
  /** Nothing to install. */
  plain: Snippet[];
  /** With OpenAI's SDKs and what catalogs' own pages add to them. */
  sdk: Snippet[];
}

/** Retry code for a catalog's keys, ready to run at this address. */
export function snippetsFor(catalog: CatalogView, baseUrl: string): CatalogSnippets {
  const input = snippetInput(catalog, baseUrl);
  const sdk = [openaiPython(input), openaiTypeScript(input)];
  return {
    plain: [plainPython(input), plainTypeScript(input)],
    sdk: catalog.contract === 'ajstudioz' ? [...sdk, tenacityPython(input)] : sdk,
  };
}
