import { defineConfig } from '@playwright/test';
import { demo } from './demo';

const executablePath = process.env.CHROMIUM_PATH;

/** Started by `npm run test:e2e`, which brings up services, seeds and `npm start` first. */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../test-results',
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['./reporter.ts']],
  use: {
    baseURL: demo().baseUrl,
    locale: 'en-GB',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(executablePath && { executablePath }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
