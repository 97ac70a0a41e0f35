/**
 * Puts a script together. A script's text runs from its top on each call, and each function in it is made anew
 * then, which costs as much as a command: so what a script does not use is not in it, and names of numbers
 * become numbers, for each that a function refers to costs again.
 */

/** Names that the scripts' texts use for numbers. */
const NUMBERS: Readonly<Record<string, number>> = {
  // What a counter is, and what a reservation is.
  ROLLING: 1,
  CALENDAR: 2,
  LEVEL: 3,
  CONCURRENT: 4,
  OPEN: 1,
  REAPED: 2,
  SETTLED: 3,
  // A subject's numbers before its counters, and those of each counter.
  HEAD: 5,
  WIDTH: 9,
  // Where a policy's numbers say how many subjects and limits it has, and where these begin.
  SUBJECTS: 6,
  LIMIT_COUNT: 7,
  LIMITS: 8,
  // What a decision is asked for.
  LOOK: 0,
  DECIDE: 1,
  ADOPT: 2,
  AS_IS: 3,
  CHECK: 4,
  CHECK_AS_IS: 5,
};

const NAMED = new RegExp(`\\b(${Object.keys(NUMBERS).join('|')})\\b`, 'g');
/** A function of the script's own, from the margin to its end there or in one line, with the comment above it. */
const FUNCTION = /^(?:--.*\n)*local function (\w+)\(.*?\)(?: .* end\n|(?:\n(?: .*)?)*\nend\n)/gm;

/** The script's text: `library`, without the functions that neither `body` nor the kept ones name, and `body`. */
export function linked(library: string, body: string): string {
  const functions = [...library.matchAll(FUNCTION)].reverse();
  let kept = library;
  for (const [text, name] of functions) {
    const rest = kept.replace(text, '') + body;
    if (!new RegExp(`\\b${name}\\b`).test(withoutComments(rest))) kept = kept.replace(text, '');
  }
  return (kept + body).replace(NAMED, (name) => `${NUMBERS[name]}`);
}

const withoutComments = (lua: string) => lua.replace(/--.*$/gm, '');
