/**
 * Paths below which programs look for the product, and nobody for a page: what is not served there is a JSON 404 in
 * both doors (routes.ts for the lane, next.config.ts for Next). The last ones are OpenAI's, sent to a base address
 * that lacks its `/v1`.
 */
export const PRODUCT_PREFIXES: readonly string[] = [
  '/v1',
  '/api/v1',
  '/api/v3',
  '/api/chat',
  '/api/quota',
  '/upload',
  '/chat',
  '/completions',
  '/responses',
  '/embeddings',
  '/images',
  '/audio',
  '/models',
];
