import type { Chance } from './chance';

/**
 * How large real requests are and how they come: quantiles of Azure's published LLM inference traces (November 2023,
 * 19,366 conversation and 8,819 coding requests; context and generated tokens). Figures only.
 */
export interface Shape {
  /** Tokens at each of `SHARES` of the requests. */
  tokensIn: readonly number[];
  tokensOut: readonly number[];
  /** How unevenly calls fall within an hour: 0 evenly, 1 in bursts with silence between. */
  bursts: number;
}

const SHARES = [0, 0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1] as const;

export const SHAPES = {
  /** Long answers, a steady stream. */
  conversation: {
    tokensIn: [8, 181, 396, 1020, 1189, 2735, 4083, 4142, 14_050],
    tokensOut: [7, 41, 85, 129, 395, 424, 451, 601, 1000],
    bursts: 0.2,
  },
  /** Long prompts, short answers, bursts. */
  code: {
    tokensIn: [3, 75, 578, 1469, 2745, 5194, 7315, 7436, 7437],
    tokensOut: [1, 6, 9, 13, 24, 55, 90, 252, 1899],
    bursts: 1,
  },
} as const satisfies Record<string, Shape>;
export type ShapeName = keyof typeof SHAPES;

/** A whole number drawn from quantiles, evenly between two of them. */
export function drawn(quantiles: readonly number[], luck: Chance): number {
  const dice = luck.fraction();
  const above = SHARES.findIndex((share) => share > dice);
  const [low, high] = [quantiles[above - 1] ?? 0, quantiles[above] ?? 0];
  const [from, to] = [SHARES[above - 1] ?? 0, SHARES[above] ?? 1];
  return Math.max(1, Math.round(low + ((high - low) * (dice - from)) / (to - from)));
}

/** Sixty weights for the minutes of an hour, 1 on average: nearly equal, or few large ones among many small. */
export function minuteWeights(bursts: number, luck: Chance): number[] {
  const raw = Array.from({ length: 60 }, () => 1 - bursts - bursts * Math.log(1 - luck.fraction()));
  const mean = raw.reduce((sum, weight) => sum + weight, 0) / raw.length;
  return raw.map((weight) => weight / mean);
}
