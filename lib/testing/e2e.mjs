// `npm run test:e2e [-- what Playwright takes]`: journeys in a browser against `npm start`.
import { handOver } from '../demo/bootstrap.mjs';
import { runProgram } from '../demo/lifecycle.mjs';

await runProgram(async () => (await handOver('../testing/run.ts')).journeys(process.argv.slice(2)));
