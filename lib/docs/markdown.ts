import { type Block, type Cell, cellOf, type DocPage } from './page';

/** A page as Markdown: what its `.md` twin answers. Links are absolute, since the file is read anywhere. */
export function pageMarkdown(page: DocPage, baseUrl: string): string {
  const parts = [`# ${page.title}`, page.description];
  for (const { title, blocks } of page.sections) parts.push(`## ${title}`, ...blocks.map(blockMarkdown));
  return `${absolute(parts.join('\n\n'), baseUrl)}\n`;
}

const absolute = (markdown: string, baseUrl: string): string => markdown.replaceAll('](/', `](${baseUrl}/`);

function blockMarkdown(block: Block): string {
  switch (block.kind) {
    case 'text':
      return block.text;
    case 'note':
      return `> ${block.text}`;
    case 'heading':
      return `### ${block.text}`;
    case 'list':
      return block.items.map((item) => `- ${item}`).join('\n');
    case 'table':
      return tableMarkdown(
        block.columns,
        block.rows.map((row) => row.map((cell) => cellWords(cellOf(cell)))),
      );
    case 'code':
      return block.samples
        .map(({ label, language, code, note }) =>
          [`**${block.caption}: ${label}**`, ...(note ? [note] : []), fenced(language, code)].join('\n\n'),
        )
        .join('\n\n');
  }
}

const cellWords = ({ text, detail }: Cell): string => (detail ? `${text} · ${detail}` : text);

/** A fence longer than any inside. */
function fenced(language: string, code: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`{3,}/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${code}\n${fence}`;
}

const escaped = (cell: string): string => cell.replaceAll('|', '\\|').replaceAll('\n', ' ');

export const tableMarkdown = (columns: readonly string[], rows: readonly string[][]): string =>
  [columns, columns.map(() => '---'), ...rows].map((row) => `| ${row.map(escaped).join(' | ')} |`).join('\n');
