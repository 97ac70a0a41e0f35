import { describe, expect, it } from 'vitest';
import { EXPOSED_HEADERS } from '../contracts/contract';
import { CASES } from '../contracts/contracts.cases';
import { contractById } from '../contracts/pick';
import { ERROR_STATUS } from '../errors';
import { publishedCatalogs } from '../testing/published-catalogs';
import { catalogPage } from './catalog-page';
import { limitRefusals } from './examples';
import { headerRows } from './header-meanings';
import { pageMarkdown } from './markdown';
import { cellOf } from './page';

const BASE_URL = 'https://mine.example';
const all = publishedCatalogs.map((catalog) => [catalog.id, catalog] as const);
const markdown = (id: string): string => {
  const catalog = publishedCatalogs.find((one) => one.id === id);
  if (!catalog) throw new Error(`no catalog ${id}`);
  return pageMarkdown(catalogPage(catalog, BASE_URL), BASE_URL);
};

describe.each(all)('the page of %s', (_id, catalog) => {
  const page = catalogPage(catalog, BASE_URL);
  const rows = page.sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'table' ? block.rows : [])),
  );

  it('has a row for every code, where doc_url leads', () => {
    const anchors = rows.map(([first]) => first && cellOf(first).id).filter(Boolean);
    expect(anchors).toEqual(Object.keys(ERROR_STATUS));
  });

  it('says what every header means that its contract ever sends', () => {
    const contract = contractById(catalog.contract);
    for (const { view, denied, error } of CASES) {
      const refused = denied ? contract.refusal(view, denied).headers : {};
      const failed = error ? contract.error(view, error).headers : {};
      expect(() =>
        headerRows(catalog.contract, contract.headers(view), { ...refused, ...failed }),
      ).not.toThrow();
    }
  });

  it('lists only headers that browsers elsewhere may read', () => {
    const section = page.sections.find(({ id }) => id === 'headers');
    const table = section?.blocks.find((block) => block.kind === 'table');
    const names =
      table?.kind === 'table' ? table.rows.map(([name]) => cellOf(name ?? '').text.slice(1, -1)) : [];
    expect(names.length).toBeGreaterThan(4);
    expect(names.filter((name) => !EXPOSED_HEADERS.split(', ').includes(name))).toEqual([]);
  });

  it('shows a refusal by each limit of the plan', () => {
    const limits = catalog.plans.find(({ api_access }) => api_access)?.limits ?? [];
    expect(limitRefusals(catalog, BASE_URL)).toHaveLength(limits.filter(({ limit }) => limit).length);
  });

  it('leads to the upgrade and to sales, and speaks of no other host as its own', () => {
    const text = pageMarkdown(page, BASE_URL);
    expect(text).toContain(`mailto:${catalog.sales_email}`);
    expect(text).toContain(
      catalog.upgrade_url.startsWith('/') ? `${BASE_URL}${catalog.upgrade_url}` : catalog.upgrade_url,
    );
    expect(text).not.toMatch(/\]\(\//);
  });

  it('spells rate_limit in the body of a rate limit alone', () => {
    for (const { code, answer } of limitRefusals(catalog, BASE_URL))
      expect(answer.body.includes('rate_limit')).toBe(code === 'rate_limit_exceeded');
  });
});

describe('published words', () => {
  it('ajstudioz: its plan table, and a predicate that works in place of the one that never retries', () => {
    const text = markdown('ajstudioz');
    expect(text).toMatch(/Tokens \/ 24 hours.*\| 100,000 \| 1,000,000 \| 10,000,000 \| Custom \|/);
    expect(text).toContain('retry_if_exception(passes)');
    expect(text).toMatch(/never retries/);
  });

  it('aicredits: X-RateLimit-Reset counts from now, a spent budget is 402', () => {
    const text = markdown('aicredits');
    expect(text).toContain('Whole seconds until requests come free again.');
    expect(text).toContain('X-RateLimit-Reset: 12');
    expect(text).toContain('HTTP/1.1 402 Payment Required');
    expect(text).toContain('60, up to 10,000');
  });

  it('aionvision: sizes in powers of two, no keys on FREE, and where it deviates from its page', () => {
    const text = markdown('aionvision');
    expect(text).toContain('| One image | 25 MB | 50 MB | 100 MB | 200 MB |');
    expect(text).toContain('| One video | 1 GB | 2 GB | 5 GB | 10 GB |');
    expect(text).toContain('| API keys | No | Yes | Yes | Yes |');
    expect(text).toContain('although the original page says 429');
  });

  it('zihin: the month’s body as published, without retry_after', () => {
    const text = markdown('zihin');
    expect(text).toContain('"error": "quota_exceeded",\n  "message": "Monthly quota exceeded"');
    expect(text).toContain('/api/quota');
    expect(text).toContain('X-Api-Key: zhn_live_');
  });

  it('priority: its own headers and body', () => {
    const text = markdown('priority');
    expect(text).toContain('X-RateLimit-Resource: chat');
    expect(text).toContain('"message": "Rate limit exceeded. Please retry after 12 seconds."');
    expect(text).toMatch(/Priority \| 1 \(low\) \| 2 \(normal\) \| 3 \(high\) \| 4 \(critical\)/);
  });
});
