import { AppError, ERROR_STATUS, type ErrorCode } from '../errors';
import type { CatalogView } from '../plans/schema';
import { CODE_MEANINGS } from './codes';
import { admittedHeaders, budgetRefusal, examplePlan, failure, limitRefusals, retries } from './examples';
import { headerRows } from './header-meanings';
import { httpText, refusalSample } from './http-sample';
import { type Block, code, type DocPage, type DocSection, list, note, text } from './page';
import { modelTable, planTable } from './plan-table';
import { snippetsFor } from './snippets/for-catalog';
import { snippetInput } from './snippets/snippet';
import { upgradeLinks } from './upgrade-links';
import { uploadSections } from './uploads';

/** As identification words it. */
export const BAD_KEY = new AppError(
  'invalid_api_key',
  'This API key is not valid: it is unknown, revoked or expired. Check the key, or create one in the dashboard.',
);

const noApiAccess = (plan: string, upgradeUrl: string): AppError =>
  new AppError(
    'api_access_not_in_plan',
    `The ${plan} plan has no API access, so its keys are refused. Upgrade at ${upgradeUrl} to call the API with a key.`,
  );

/**
 * The rate-limit page of a catalog: its figures are the database's rows, its headers and bodies come from the
 * contract functions that answer requests.
 * @param baseUrl the reader's own address, without a slash at its end
 */
export function catalogPage(catalog: CatalogView, baseUrl: string): DocPage {
  return {
    path: `/docs/rate-limits/${catalog.id}`,
    title: `${catalog.name} rate limits`,
    description: `Plans, headers, errors and retry code for keys that begin with \`${catalog.key_prefix}\`.`,
    sections: [
      { id: 'overview', title: 'Overview', blocks: overview(catalog, baseUrl) },
      { id: 'plans', title: 'Plans', blocks: plans(catalog) },
      { id: 'headers', title: 'Headers', blocks: headers(catalog, baseUrl) },
      { id: 'refusals', title: 'When a limit is reached', blocks: refusals(catalog, baseUrl) },
      ...uploadSections(catalog, baseUrl),
      { id: 'retrying', title: 'Retrying', blocks: retrying(catalog, baseUrl) },
      { id: 'looking', title: 'Looking without spending', blocks: looking(catalog, baseUrl) },
      { id: 'codes', title: 'Every code', blocks: codes(catalog) },
      higherLimits(catalog, baseUrl),
    ],
  };
}

function overview(catalog: CatalogView, baseUrl: string): Block[] {
  const { auth, path } = snippetInput(catalog, baseUrl);
  const own = path.startsWith('/v1/')
    ? []
    : [`The chat call is \`POST ${path}\`, and \`POST /v1/chat/completions\`.`];
  return [
    text(
      'Limits are counted exactly, over all our servers: never one request too many, and a refusal costs nothing. Every answer says what is left.',
    ),
    list(
      `Base address: \`${baseUrl}\`; OpenAI’s SDKs take \`${baseUrl}/v1\`.`,
      `Key: \`${auth.name}: ${auth.prefix}${catalog.key_prefix}…\`. \`Authorization: Bearer\` and \`X-Api-Key\` are both taken.`,
      ...own,
      `Money is in ${catalog.currency}; days and months begin at midnight in ${catalog.time_zone}.`,
    ),
  ];
}

function plans(catalog: CatalogView): Block[] {
  return [
    planTable(catalog),
    list(
      'A **rolling** limit looks at any span of that length that ends now: it has no moment at which all comes back at once.',
      'A streamed answer is one request. Its tokens count as they are made.',
      'Signed in with a browser you have no per-minute limits. All others hold.',
      'A key may have a budget of its own. Spent, it answers 402.',
      ...notes(catalog),
    ),
    { kind: 'heading', id: 'models', text: 'Models' },
    modelTable(catalog),
  ];
}

/** What only some catalogs have. */
function notes({ contract, plans, models }: CatalogView): string[] {
  const found: string[] = [];
  if (models.some(({ weight }) => weight > 1))
    found.push(
      'Token limits count across all models. Larger models count their tokens more than once, as listed below.',
    );
  if (contract === 'aicredits')
    found.push(
      'Requests at a time are counted for each user, over all their keys and their own browser: the 429 names concurrency.',
    );
  if (plans.some(({ api_access }) => !api_access))
    found.push(
      'A plan without API keys is used in the browser alone: its keys answer 403 `api_access_not_in_plan`.',
    );
  if (plans.some(({ sizes }) => sizes !== null))
    found.push('MB is 2^20 and GB is 2^30 bytes. How files are sent: [Uploads](#uploads).');
  return found;
}

function headers(catalog: CatalogView, baseUrl: string): Block[] {
  const admitted = admittedHeaders(catalog, baseUrl);
  const refused = [...limitRefusals(catalog, baseUrl), budgetRefusal(catalog, baseUrl)];
  const onRefusals = Object.assign({}, ...refused.map(({ answer }) => answer.headers));
  const rows = headerRows(catalog.contract, admitted, onRefusals);
  return [
    text(
      'Sent with every answer to a key: before the first byte of a stream, with errors, and when nothing is charged.',
    ),
    {
      kind: 'table',
      caption: 'Headers of every answer',
      columns: ['Header', 'Says', 'Example'],
      rows: rows.map(({ name, meaning, example, only }) => [
        `\`${name}\``,
        only ? `${meaning} ${only}` : meaning,
        `\`${example}\``,
      ]),
    },
    code('An answer', {
      label: `${examplePlan(catalog)?.name ?? 'Any'} plan, first request`,
      language: 'http',
      code: httpText({ status: 200, headers: { ...admitted, 'Content-Type': 'application/json' }, body: '' }),
    }),
    note(
      'Where something is unlimited, its headers are left out. Browser sessions get no per-minute headers.',
    ),
  ];
}

function refusals(catalog: CatalogView, baseUrl: string): Block[] {
  const byLimit = limitRefusals(catalog, baseUrl).map((refusal) => refusalSample(refusal));
  const without = (error: AppError, known: boolean, label: string) =>
    refusalSample(failure(catalog, baseUrl, error, known), label);
  const closed = catalog.plans.find(({ api_access }) => !api_access);
  const noAccess = closed
    ? [without(noApiAccess(closed.name, catalog.upgrade_url), true, 'No API access')]
    : [];
  return [
    text(
      'A refusal changes no counter. **429** is only for what time cures, **402** for money, **403** for what the plan does not include, **413** for what never fits, **401** for a bad key and **503** for our own trouble.',
    ),
    code(
      'What each limit answers',
      ...byLimit,
      refusalSample(budgetRefusal(catalog, baseUrl), 'Budget of a key'),
    ),
    code(
      'Other refusals',
      without(BAD_KEY, false, 'Bad key'),
      ...noAccess,
      without(
        new AppError('quota_unavailable', 'Limits cannot be checked right now. Try again in a second.'),
        true,
        'Our own trouble',
      ),
    ),
  ];
}

function retrying(catalog: CatalogView, baseUrl: string): Block[] {
  const { plain, sdk } = snippetsFor(catalog, baseUrl);
  return [
    text(
      'Wait as long as the answer says, and stop where it says that waiting is useless. Both work with every refusal on this page.',
    ),
    code('Without a package', ...plain),
    code('With OpenAI’s SDK', ...sdk),
    list(
      '`retry-after-ms` of a per-minute limit stays below 60,000: some SDKs ignore longer waits and hammer.',
      'Send an `Idempotency-Key` with what must not be done twice: the first answer comes again, charged once.',
      'Watch `X-RateLimit-Remaining` and slow down before it is 0.',
    ),
  ];
}

function looking({ contract, key_prefix }: CatalogView, baseUrl: string): Block[] {
  const monthly =
    contract === 'zihin' ? `\n\ncurl ${baseUrl}/api/quota \\\n  -H "X-Api-Key: ${key_prefix}…"` : '';
  return [
    text(
      '`GET /v1/quota` lists every limit with what is used, held and left. It is not counted; nor are `/v1/models`, `/v1/quota/check`, `/v1/usage` and `/v1/denials`, up to 600 calls a minute.',
    ),
    code('Ask for the limits', {
      label: 'curl',
      language: 'bash',
      code: `curl ${baseUrl}/v1/quota \\\n  -H "Authorization: Bearer ${key_prefix}…"${monthly}`,
    }),
    note(
      'The request id of a refusal leads to its receipt: `GET /v1/denials/{request_id}` says which limit, its counter then, who set it and when it clears.',
    ),
  ];
}

function codes(catalog: CatalogView): Block[] {
  const rows = (Object.keys(ERROR_STATUS) as ErrorCode[]).map((name) => [
    { text: `\`${name}\``, id: name },
    `${ERROR_STATUS[name]}`,
    retries(catalog, name) ? 'Yes' : 'No',
    CODE_MEANINGS[name],
  ]);
  return [
    { kind: 'table', caption: 'Every code', columns: ['Code', 'Status', 'Retry', 'What it means'], rows },
  ];
}

function higherLimits(catalog: CatalogView, baseUrl: string): DocSection {
  const { upgrade, sales } = upgradeLinks(catalog, baseUrl);
  return {
    id: 'higher-limits',
    title: 'Higher limits',
    blocks: [
      text(
        `Upgrade at [${upgrade.text}](${upgrade.href}). For limits of your own, write to [${sales.text}](${sales.href}). A change is in force on the very next request, and keeps what was used.`,
      ),
    ],
  };
}
