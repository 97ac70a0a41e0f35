import { parseList } from 'structured-headers';
import { describe, expect, it } from 'vitest';
import { AppError, ERROR_STATUS, type ErrorCode } from '../errors';
import { DENIAL_CODES } from '../limits/decision';
import type { Case } from './cases/case.cases';
import { denial, keyView, perMonth, REQUEST_ID, rpm, tpm } from './cases/situations.cases';
import type { Answer, Contract, HeaderFields } from './contract';
import { CASES } from './contracts.cases';
import { CONTRACTS } from './pick';

/** Their pages say that Retry-After is on 429 only. */
const ONLY_ON_429 = ['ajstudioz', 'aionvision'];

function answerOf(contract: Contract, { view, denied, error }: Case): Partial<Answer> {
  if (denied) return contract.refusal(view, denied);
  return error ? contract.error(view, error) : { headers: contract.headers(view) };
}

function expectedHeaders({ id }: Contract, expected: Case): HeaderFields {
  const { view, status, trio, retry } = expected;
  const headers: HeaderFields = { 'X-Request-Id': REQUEST_ID, ...retry };
  if (view.source) headers['X-Headroom-Source'] = view.source;
  if (status) Object.assign(headers, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  if (status !== 429 && ONLY_ON_429.includes(id)) delete headers['Retry-After'];
  if (trio) {
    const [limit, remaining, unix, fromNow] = trio;
    headers['X-RateLimit-Limit'] = limit;
    headers['X-RateLimit-Remaining'] = remaining;
    headers['X-RateLimit-Reset'] = id === 'aicredits' ? fromNow : unix;
  }
  if (id === 'priority') Object.assign(headers, expected.priority);
  if (id === 'headroom') Object.assign(headers, expected.house);
  return headers;
}

const ENVELOPES = {
  headroom: 'openai',
  aicredits: 'openai',
  aionvision: 'openai',
  ajstudioz: 'ajstudioz',
  zihin: 'zihin',
  priority: 'priority',
} as const;

describe.each(CONTRACTS.map((contract) => [contract.id as keyof typeof ENVELOPES, contract] as const))(
  '%s',
  (id, contract) => {
    it.each(CASES.map((expected) => [expected.name, expected] as const))('%s', (_name, expected) => {
      const answer = answerOf(contract, expected);
      expect(answer.headers).toEqual(expectedHeaders(contract, expected));
      expect(answer.status).toBe(expected.status);
      if (expected.bodies) expect(JSON.parse(answer.body ?? '')).toEqual(expected.bodies[ENVELOPES[id]]);
    });

    it('spells rate_limit in no text but that of a rate limit', () => {
      const by = rpm(50, 50);
      for (const code of DENIAL_CODES) {
        const { body, headers } = contract.refusal(keyView([by]), denial(code, by, 12_000, [by]));
        expect(`${body}${JSON.stringify(headers)}`.includes('rate_limit')).toBe(
          code === 'rate_limit_exceeded',
        );
      }
      for (const code of Object.keys(ERROR_STATUS) as ErrorCode[]) {
        if (code === 'rate_limit_exceeded') continue;
        expect(contract.error(keyView([by]), new AppError(code, 'x')).body).not.toContain('rate_limit');
      }
    });
  },
);

it('the table has every refusal and every failure that there is', () => {
  const refusals = new Set(CASES.flatMap(({ denied }) => (denied ? [denied.code] : [])));
  const failures = new Set(CASES.flatMap(({ error }) => (error ? [error.code] : [])));
  expect([...DENIAL_CODES].filter((code) => !refusals.has(code))).toEqual([]);
  const known = [...refusals, ...failures];
  expect((Object.keys(ERROR_STATUS) as ErrorCode[]).filter((code) => !known.includes(code))).toEqual([]);
});

describe('the house contract', () => {
  const [house] = CONTRACTS as [Contract];

  it('writes fields that parse as structured lists, one member a limit', () => {
    const limits = [rpm(50, 3), tpm(10), perMonth(1)];
    const headers = house.headers(keyView(limits));
    for (const name of ['RateLimit-Policy', 'RateLimit']) {
      expect(parseList(headers[name] ?? '').map(([value]) => value)).toEqual(limits.map(({ id }) => id));
    }
  });

  it('states a capacity beyond 15 digits as the largest that a structured field can carry', () => {
    const headers = house.headers(keyView([rpm(Number.MAX_SAFE_INTEGER, 3)]));
    expect(headers['RateLimit-Policy']).toContain(';q=999999999999999;');
    expect(() => parseList(headers.RateLimit ?? '')).not.toThrow();
  });

  it('puts problem details beside the error object when Accept asks', () => {
    const by = rpm(50, 50);
    const view = keyView([by], { problem: true });
    const { headers, body, status } = house.refusal(view, denial('rate_limit_exceeded', by, 12_000, [by]));
    expect(headers['Content-Type']).toBe('application/problem+json');
    expect(JSON.parse(body)).toEqual({
      type: `${view.docsUrl}#rate_limit_exceeded`,
      title: 'Too many requests',
      status,
      detail: 'Rate limit exceeded: 50 requests per minute for this key. Try again in 12 seconds.',
      instance: `urn:uuid:${REQUEST_ID}`,
      'violated-policies': ['key:requests/*/rolling 60000'],
      error: expect.objectContaining({ code: 'rate_limit_exceeded', limit: 'key:requests/*/rolling 60000' }),
    });
  });
});
