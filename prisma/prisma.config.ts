import { defineConfig } from 'prisma/config';

/** Read by the Prisma CLI alone; DATABASE_URL may be unset (`prisma generate` needs none). */
export default defineConfig({
  schema: 'schema.prisma',
  migrations: { path: 'migrations', seed: 'tsx prisma/seed.ts' },
  datasource: { url: process.env.DATABASE_URL ?? '' },
});
