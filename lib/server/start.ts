import fs from 'node:fs';

/** The entry of `npm start`. Reads `.env` (what is set already wins) before anything that looks at it. */
if (fs.existsSync('.env')) process.loadEnvFile('.env');
await import('./main');
