import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** The hex colours of one block of tokens.css by name. */
function tokens(selector: string): Record<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`)).split('}')[0] ?? '';
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1] ?? '', m[2] ?? '']),
  );
}

type Rgb = readonly [number, number, number];

function linear(hex: string): Rgb {
  const channel = (at: number) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

/** WCAG 2.2 contrast ratio. */
function contrast(a: string, b: string): number {
  const luminance = (hex: string) => {
    const [r, g, blue] = linear(hex);
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  };
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/** Machado, Oliveira and Fernandes 2009, severity 1: how each kind of colour vision sees linear RGB. */
const VISION = {
  normal: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritan: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;

function seen(rgb: Rgb, m: readonly number[]): Rgb {
  const row = (i: number) => {
    const sum = (m[i] ?? 0) * rgb[0] + (m[i + 1] ?? 0) * rgb[1] + (m[i + 2] ?? 0) * rgb[2];
    return Math.min(1, Math.max(0, sum));
  };
  return [row(0), row(3), row(6)];
}

function oklab([r, g, b]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** The smallest OKLab distance between two colours over all kinds of colour vision. */
function apart(a: string, b: string): number {
  const distances = Object.values(VISION).map((matrix) => {
    const [p, q] = [oklab(seen(linear(a), matrix)), oklab(seen(linear(b), matrix))];
    return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
  });
  return Math.min(...distances);
}

const TEXT: [string, string[]][] = [
  ['foreground', ['background', 'card', 'popover', 'sidebar', 'muted', 'accent']],
  ['muted-foreground', ['background', 'card', 'popover', 'sidebar', 'muted', 'accent']],
  ['link', ['background', 'card', 'popover', 'sidebar', 'muted', 'primary-soft']],
  ['danger', ['background', 'card', 'popover', 'muted', 'danger-soft']],
  ['warning', ['background', 'card', 'popover', 'muted', 'warning-soft']],
  ['success', ['background', 'card', 'popover', 'muted', 'success-soft']],
  ['primary-foreground', ['primary', 'primary-hover']],
  ['destructive-foreground', ['destructive', 'destructive-hover']],
];
const SERIES = ['chart-1', 'chart-2', 'chart-3', 'chart-4', 'chart-5'];
const GRAPHICS = [
  ...SERIES,
  'chart-refused',
  'chart-other',
  'chart-limit',
  'input',
  'ring',
  'gauge',
  'gauge-near',
  'gauge-out',
];

describe.each([':root', '.dark'])('the tokens of %s', (selector) => {
  const token = tokens(selector);
  const value = (name: string) => token[name] ?? expect.fail(`no token ${name} in ${selector}`);

  test.each(TEXT)('%s reads at 4.5 : 1 or more on every surface it stands on', (name, surfaces) => {
    for (const surface of surfaces)
      expect(contrast(value(name), value(surface)), surface).toBeGreaterThanOrEqual(4.5);
  });

  test.each(GRAPHICS)('%s stands out at 3 : 1 or more', (name) => {
    for (const surface of ['background', 'card'])
      expect(contrast(value(name), value(surface)), surface).toBeGreaterThanOrEqual(3);
  });

  test('a gauge differs from its track at 3 : 1 or more', () => {
    for (const name of ['gauge', 'gauge-near', 'gauge-out'])
      expect(contrast(value(name), value('gauge-track')), name).toBeGreaterThanOrEqual(3);
  });

  test('colour-blind readers can tell series, refusals and Other apart', () => {
    const all = [...SERIES, 'chart-refused', 'chart-other'];
    for (const [i, a] of all.entries())
      for (const b of all.slice(i + 1)) expect(apart(value(a), value(b)), `${a} ${b}`).toBeGreaterThan(0.06);
    for (const [i, a] of SERIES.slice(0, -1).entries())
      expect(apart(value(a), value(SERIES[i + 1] ?? '')), `${a} and the next`).toBeGreaterThan(0.1);
  });
});

test('light and dark define the same names', () => {
  expect(Object.keys(tokens('.dark')).sort()).toEqual(Object.keys(tokens(':root')).sort());
});
