// `npm run build`
import { prepare } from './bootstrap.mjs';
import { buildApp } from './build-app.mjs';
import { runProgram } from './lifecycle.mjs';

await runProgram(async () => {
  await prepare();
  await buildApp(true);
  return 0;
});
