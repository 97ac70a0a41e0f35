/**
 * How well an entry of the palette fits what is typed: every word must begin a word of it. One that is in its name
 * fits better than one that is only a keyword, and a part in the middle of a word, as of an id, least.
 * @returns 0: not at all; at most 1
 */
export function fit(entry: string, typed: string, keywords: readonly string[] = []): number {
  const wanted = wordsOf(typed);
  const own = wordsOf(entry);
  const all = [...own, ...keywords.flatMap(wordsOf)];
  const beginIn = (words: readonly string[]) =>
    wanted.every((want) => words.some((word) => word.startsWith(want)));
  if (beginIn(own)) return 1;
  if (beginIn(all)) return 0.6;
  return all.join(' ').includes(wanted.join(' ')) ? 0.3 : 0;
}

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[\s/]+/)
    .filter(Boolean);
