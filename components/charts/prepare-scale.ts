/** A value axis: ticks from 0 to `max`, at equal steps. */
export interface Scale {
  ticks: number[];
  max: number;
  step: number;
}

const STEPS = [1, 2, 2.5, 5, 10];

/**
 * The smallest round scale that holds `most`, with at most `maxTicks` ticks, 0 included. Steps are
 * integers: counts and micro-units have no halves.
 */
export function prepareScale(most: number, maxTicks = 6): Scale {
  const intervals = Math.max(1, maxTicks - 1);
  const step = most <= 0 ? 1 : roundStep(most / intervals);
  const count = most <= 0 ? 1 : Math.ceil(most / step);
  return { step, max: step * count, ticks: Array.from({ length: count + 1 }, (_, i) => i * step) };
}

function roundStep(least: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(Math.max(1, least)));
  const step = STEPS.map((s) => s * magnitude).find((s) => s >= least && Number.isInteger(s));
  return step ?? 10 * magnitude;
}
