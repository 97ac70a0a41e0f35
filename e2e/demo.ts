import fs from 'node:fs';
import type { DemoInfo } from '../lib/demo/demo-info';

const file = process.env.DEMO_FILE ?? '.headroom/demo.json';

/** The running Headroom that the journeys drive: of this run, or of `npm run demo` when started by hand. */
export function demo(): DemoInfo {
  if (!fs.existsSync(file)) throw new Error(`${file} is missing: run the journeys with npm run test:e2e.`);
  return JSON.parse(fs.readFileSync(file, 'utf8')) as DemoInfo;
}
