// `npm run docs`: writes anew what `npm run check` holds the published docs to. Look at the difference, then commit it.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PUBLISHED_FOLDER, publishedDocs } from './published-docs';

const folder = path.join(fileURLToPath(new URL('../..', import.meta.url)), PUBLISHED_FOLDER);
fs.rmSync(folder, { recursive: true, force: true });
fs.mkdirSync(folder, { recursive: true });
for (const [name, content] of publishedDocs()) fs.writeFileSync(path.join(folder, name), content);
console.log(`${PUBLISHED_FOLDER} is up to date.`);
// What the handlers' modules opened stays open.
process.exit(0);
