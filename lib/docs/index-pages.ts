import type { CatalogView } from '../plans/schema';
import { type Block, code, type DocPage, list, text } from './page';
import { limitTitle, limitValue } from './words';

/** `/docs`: where to begin. */
export function startPage(catalogs: readonly CatalogView[], baseUrl: string): DocPage {
  const model = catalogs[0]?.models[0]?.name ?? 'MODEL';
  const prefix = catalogs[0]?.key_prefix ?? '';
  return {
    path: '/docs',
    title: 'Documentation',
    description: 'Call models with an API key, and know what is left at every answer.',
    sections: [
      {
        id: 'first-call',
        title: 'Your first call',
        blocks: [
          text('Create a key on the [keys page](/keys), then point any OpenAI SDK at this address.'),
          code('First call', {
            label: 'curl',
            language: 'bash',
            code: `curl ${baseUrl}/v1/chat/completions \\
  -H "Authorization: Bearer ${prefix}…" \\
  -H "Content-Type: application/json" \\
  -d '{"model": "${model}", "messages": [{"role": "user", "content": "Hello"}]}'`,
          }),
          list(
            '`GET /v1/models` lists the models of your key.',
            '`GET /v1/quota` says what is left of every limit, and is free.',
            'The [playground](/playground) calls a model from your browser and shows the headers of each answer.',
          ),
        ],
      },
      {
        id: 'keys',
        title: 'Keys',
        blocks: [
          list(
            'Send `Authorization: Bearer KEY` or `X-Api-Key: KEY`. Never put a key in an address.',
            'A key has a tier, requests a minute and, if you like, a budget, models, addresses and an expiry.',
            'It is shown once. Rotate it with an overlap, so that nothing stops meanwhile.',
          ),
        ],
      },
      {
        id: 'retrying',
        title: 'Refusals and retries',
        blocks: [
          text(
            'A refusal says which limit refused and when it clears. The [rate-limit pages](/docs/rate-limits) have every header, body and code, with retry code that runs as it stands.',
          ),
          text(
            'A `POST` with an `Idempotency-Key` is done and charged once in 24 hours: sent again, it gets the first answer, with `Idempotent-Replayed: true`.',
          ),
        ],
      },
      {
        id: 'more',
        title: 'Everything else',
        blocks: [
          list(
            '[API reference](/docs/api): every path, for keys and for management, from the [OpenAPI document](/openapi.json).',
            'Every page of these docs has a Markdown twin: add `.md` to its address. [llms.txt](/llms.txt) lists them for programs that read.',
          ),
        ],
      },
    ],
  };
}

/** `/docs/rate-limits`: which page is yours. */
export function rateLimitsPage(catalogs: readonly CatalogView[]): DocPage {
  return {
    path: '/docs/rate-limits',
    title: 'Rate limits',
    description:
      'Each key belongs to one offer, whose plans, headers and errors are published on a page of their own.',
    sections: [
      {
        id: 'offers',
        title: 'Which page is yours',
        blocks: [
          text('Look at how your key begins.'),
          {
            kind: 'table',
            caption: 'Offers',
            columns: ['Offer', 'Keys begin with', 'Plans', 'Lowest plan'],
            rows: catalogs.map((catalog) => [
              `[${catalog.name}](/docs/rate-limits/${catalog.id})`,
              `\`${catalog.key_prefix}\``,
              catalog.plans.map(({ name }) => name).join(', '),
              lowest(catalog),
            ]),
          },
        ],
      },
      { id: 'promises', title: 'What holds for all of them', blocks: PROMISES },
    ],
  };
}

function lowest({ plans }: CatalogView): string {
  const [limit] = plans[0]?.limits ?? [];
  return limit ? `${limitValue(limit)} ${limitTitle(limit).toLowerCase()}` : '—';
}

const PROMISES: Block[] = [
  list(
    '**Exact.** One decision covers all limits of a request, in one step, over all servers. No limit is ever passed.',
    '**Honest.** `Retry-After` is when this request would be admitted, not a guess. A refusal changes no counter.',
    '**Money is never overshot.** The worst case is held before anything is sent to a model, and given back after.',
    '**At once.** A new plan, limit or revocation holds on the next request.',
    '**Never guessed.** If limits cannot be checked, budgets and monthly quotas answer 503 until they can.',
  ),
];
