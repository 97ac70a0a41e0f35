import { appendFileSync } from 'node:fs';
import fc from 'fast-check';

/** `npm run test:long` sets it: every proof then runs to its full figure instead of for seconds. */
const LONG = process.env.LONG === '1';

/** How much of something a run does: a little in `npm test`, all of it in `npm run test:long`. */
export const scaled = (short: number, long: number): number => (LONG ? long : short);

/** Tells a proof's figure in one line; the long run keeps them and tells them together at its end. */
export function figure(line: string): void {
  console.log(line);
  if (process.env.FIGURES_FILE) appendFileSync(process.env.FIGURES_FILE, `${line}\n`);
}

/**
 * Tries a guarantee on so many random cases and tells how many held. The seed is told too.
 * @throws Error with the smallest counterexample found
 */
export async function holdsForAll<T>(
  guarantee: string,
  cases: fc.Arbitrary<T>,
  runs: number,
  check: (value: T) => Promise<void>,
): Promise<void> {
  const result = await fc.check(fc.asyncProperty(cases, check), { numRuns: runs });
  figure(
    `${guarantee}: ${result.numRuns} cases, seed ${result.seed}, counterexamples ${result.failed ? 1 : 0}`,
  );
  if (result.failed) throw new Error(fc.defaultReportMessage(result), { cause: result.errorInstance });
}
