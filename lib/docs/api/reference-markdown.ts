import { tableMarkdown } from '../markdown';
import type { ApiCall, ApiGroup, ApiReference } from './reference';
import type { FieldRow } from './schema-rows';

/** The whole API reference as Markdown. */
export function referenceMarkdown({ title, description, groups }: ApiReference): string {
  const parts = groups.flatMap((group) => [`## ${group.title}`, ...groupParts(group)]);
  return `${[`# ${title}`, description, ...parts].join('\n\n')}\n`;
}

/** The calls of one subject as Markdown. */
export const groupMarkdown = (group: ApiGroup): string =>
  `${[`# ${group.title}`, ...groupParts(group)].join('\n\n')}\n`;

const groupParts = ({ description, calls }: ApiGroup): string[] => [description, ...calls.map(callMarkdown)];

function callMarkdown({
  method,
  path,
  summary,
  description,
  parameters,
  body,
  answer,
  curl,
}: ApiCall): string {
  const parts = [`### ${summary}`, `\`${method} ${path}\``];
  if (description) parts.push(description);
  if (parameters.length > 0) parts.push('Parameters:', fieldTable(parameters));
  if (body) parts.push(`Body (${body.type}):`, fieldTable(body.fields));
  const also = answer.also.map(({ type, description: words }) => `- \`${type}\`: ${words}`);
  parts.push(`Answer: ${answer.status}`);
  if (answer.fields.length > 0) parts.push(fieldTable(answer.fields));
  if (also.length > 0) parts.push(also.join('\n'));
  parts.push(`\`\`\`bash\n${curl}\n\`\`\``);
  return parts.join('\n\n');
}

const fieldTable = (fields: readonly FieldRow[]): string =>
  tableMarkdown(
    ['Field', 'Type', 'Required', 'Meaning'],
    fields.map(({ depth, name, type, required, description }) => [
      `${'› '.repeat(depth)}\`${name}\``,
      type,
      required ? 'yes' : '',
      description,
    ]),
  );
