import type { DocPage } from './page';

/** `/llms.txt` (llmstxt.org): what there is to read, in Markdown, for programs. */
export function llmsText(
  pages: readonly Pick<DocPage, 'path' | 'title' | 'description'>[],
  baseUrl: string,
): string {
  const lines = pages.map(
    ({ path, title, description }) => `- [${title}](${baseUrl}${path}.md): ${description}`,
  );
  return `# Headroom

> API keys with tier, rate and budget limits, enforced exactly on every call. OpenAI-compatible at ${baseUrl}/v1; every answer says what is left.

## Docs

${lines.join('\n')}

## API

- [OpenAPI document](${baseUrl}/openapi.json): every path, body and answer, generated from the schemas that requests are checked with.
`;
}
