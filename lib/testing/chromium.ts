import fs from 'node:fs';
import { chromium } from '@playwright/test';
import { ensureCommand } from '../demo/system-packages';

/** The browser for the journeys; null: Playwright's own. Otherwise the system's, installed if need be. */
export async function chromiumPath(): Promise<string | null> {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  if (fs.existsSync(chromium.executablePath())) return null;
  return ensureCommand(['chromium', 'chromium-browser', 'google-chrome'], {
    'apt-get': 'chromium',
    apk: 'chromium',
    dnf: 'chromium',
    pacman: 'chromium',
    brew: 'chromium',
  });
}
