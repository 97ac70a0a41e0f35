/** A text as part of a LIKE pattern: Prisma's `contains` and `startsWith` leave `%`, `_` and `\` as they are. */
export const literal = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
