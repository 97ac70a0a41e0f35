// Plain JavaScript, because vitest.config.ts asks it.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** `.ci/run` does so too. */
export const HOW_TO_INSTALL =
  'With Go, `go install github.com/versity/versitygw/cmd/versitygw@v1.8.0` puts one where it is found.';

/**
 * The full path of Versity's S3 gateway, a real S3-compatible server; null where it is not installed.
 * @returns {string | null}
 */
export function findS3Server() {
  const { PATH = '', GOBIN, GOPATH } = process.env;
  const go = [GOPATH, path.join(os.homedir(), 'go')].map((folder) => folder && path.join(folder, 'bin'));
  const files = [...PATH.split(path.delimiter), GOBIN, ...go].flatMap((folder) =>
    folder ? [path.join(folder, 'versitygw')] : [],
  );
  return files.find((file) => fs.existsSync(file)) ?? null;
}
