import type { NextConfig } from 'next';
import { PRODUCT_PREFIXES } from './lib/server/unknown-paths';

/** The route that answers a JSON 404, whatever the path was. */
const NOTHING = '/api/v1/-';

const config: NextConfig = {
  distDir: process.env.NEXT_DIST_DIR || '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  // Off for good: it fetches and decodes what callers name (threats, "Framework").
  images: { unoptimized: true },
  serverExternalPackages: [
    '@node-rs/argon2',
    '@prisma/adapter-pg',
    'gpt-tokenizer',
    'ioredis',
    'pg',
    'undici',
  ],
  // `next dev` answers on both names of this machine.
  allowedDevOrigins: ['127.0.0.1', 'localhost'],
  rewrites: async () => ({
    beforeFiles: [],
    afterFiles: [
      { source: '/v1/:path*', destination: '/api/v1/:path*' },
      // Each page of the docs has a twin in Markdown.
      { source: '/docs.md', destination: '/docs/markdown' },
      { source: '/docs/:page(.+).md', destination: '/docs/markdown/:page' },
    ],
    // Where no page and no route is: programs are answered in JSON.
    fallback: ['/api', ...PRODUCT_PREFIXES].map((path) => ({
      source: `${path}/:path*`,
      destination: NOTHING,
    })),
  }),
};

export default config;
