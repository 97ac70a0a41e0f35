import { describe, expect, it } from 'vitest';
import { overweight, weigh } from './page-weight.mjs';

const KB = 1000;
const over = (route: string, kb: number) => overweight(weigh([{ route, bytes: kb * KB }]));

describe('what a page may load to open', () => {
  it.each([
    ['/sign-in', 180],
    ['/sign-up', 180],
    ['/join', 180],
    ['/docs', 180],
    ['/docs/rate-limits/[catalog]', 180],
    ['/', 300],
    ['/usage', 300],
    ['/keys/[id]', 300],
    ['/admin', 300],
    ['/admin/system', 300],
    ['/keys', 230],
    ['/requests', 230],
    ['/admin/workspaces/[id]', 230],
    ['/a-page-that-nobody-listed', 230],
  ])('%s: %i KB and no byte more', (route, most) => {
    expect(over(route, most)).toEqual([]);
    expect(over(route, most + 0.001)).toHaveLength(1);
  });

  it('one page over its budget is named with its weight and what it may weigh', () => {
    const weights = weigh([
      { route: '/keys', bytes: 231_500 },
      { route: '/usage', bytes: 231_500 },
    ]);
    expect(overweight(weights)).toEqual([
      '/keys loads 231.5 KB of JavaScript to open; a page of tables may load 230 KB.',
    ]);
  });

  it('the page nearest to its budget stands first', () => {
    const pages = [
      { route: '/usage', bytes: 220 * KB },
      { route: '/sign-in', bytes: 172 * KB },
      { route: '/keys', bytes: 200 * KB },
    ];
    expect(weigh(pages).map(({ route }) => route)).toEqual(['/sign-in', '/keys', '/usage']);
  });
});
