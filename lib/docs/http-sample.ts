import type { Answer, HeaderFields } from '../contracts/contract';
import type { ExampleRefusal } from './examples';
import type { Sample } from './page';
import { limitTitle } from './words';

const REASONS: Record<number, string> = {
  200: 'OK',
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  413: 'Content Too Large',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
};

const fields = (headers: HeaderFields): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');

/** An answer as it stands on the wire, its JSON spread out. */
export const httpText = ({ status, headers, body }: Answer): string => {
  const text = body === '' ? '…' : JSON.stringify(JSON.parse(body), null, 2);
  return `HTTP/1.1 ${status} ${REASONS[status] ?? ''}\n${fields(headers)}\n\n${text}`;
};

/** A refusal under the name of what refused. */
export const refusalSample = (refusal: ExampleRefusal, label?: string): Sample => ({
  label: label ?? (refusal.limit ? limitTitle(refusal.limit) : refusal.code),
  language: 'http',
  code: httpText(refusal.answer),
});
