import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Credentials, DemoWorkspace } from './demo-info';
import { onStop } from './lifecycle.mjs';

/** What seeding has made so far. */
export interface Seeded {
  admin?: Credentials;
  managementToken?: string;
  /** Where the demo's upstream was at the last start. */
  upstreamBaseUrl?: string;
  workspaces: DemoWorkspace[];
  /** Generated history ends here. */
  historyEndMs?: number;
  /** Whether it is written, which is the last thing. */
  history: boolean;
  /** Whether the workspace that takes files has some. */
  files?: boolean;
}

/** What one data folder needs to be started again: kept with mode 600, random for each data folder. */
export interface Settings {
  dataFolder: string;
  postgresPassword: string;
  redisPassword: string;
  restToken: string;
  authSecret: string;
  keyPepper: string;
  /** Asked for again at the next start, where they are still free. */
  ports: { upstream?: number; rest?: number };
  seeded: Seeded;
}

const secret = (bytes = 32): string => randomBytes(bytes).toString('hex');

/** Settings for a new data folder. */
const newSettings = (dataFolder: string): Settings => ({
  dataFolder,
  postgresPassword: secret(),
  redisPassword: secret(),
  restToken: secret(),
  authSecret: secret(),
  keyPepper: secret(),
  ports: {},
  seeded: { workspaces: [], history: false },
});

/** A password that a person can read off a screen and type. */
export function readablePassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const words = Array.from({ length: 4 }, () =>
    Array.from(randomBytes(5), (byte) => letters[byte % letters.length]).join(''),
  );
  return words.join('-');
}

/** Replaces a file whole, readable by its owner alone. */
export function writePrivate(file: string, value: unknown): void {
  replaceFile(file, `${JSON.stringify(value, null, 2)}\n`);
}

function replaceFile(file: string, text: string): void {
  const partial = `${file}.${process.pid}`;
  fs.writeFileSync(partial, text, { mode: 0o600 });
  fs.renameSync(partial, file);
}

/** What `npm run admin` and `npm run db` use while this demo runs (lib/env-file.mjs). */
export function writeEnvFile(file: string, env: Record<string, string>): void {
  replaceFile(
    file,
    Object.entries(env)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
  onStop('the environment file', () => fs.rmSync(file, { force: true }));
}

export class SettingsFile {
  private constructor(
    readonly file: string,
    readonly value: Settings,
  ) {}

  /** Reads the settings under a state folder, or begins new ones where their data folder is gone. */
  static open(stateFolder: string, chooseDataFolder: () => string): SettingsFile {
    const file = path.join(stateFolder, 'settings.json');
    const found = SettingsFile.read(file);
    if (found && fs.existsSync(found.dataFolder)) return new SettingsFile(file, found);
    const settings = new SettingsFile(file, newSettings(chooseDataFolder()));
    settings.save();
    return settings;
  }

  static read(file: string): Settings | null {
    return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Settings) : null;
  }

  save(): void {
    writePrivate(this.file, this.value);
  }
}
