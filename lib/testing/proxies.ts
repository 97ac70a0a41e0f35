import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../demo/services/ports';
import { findCommand } from '../demo/system-packages';

/** A proxy of the system's in front of a service, running a configuration of lib/services/README.md. */
export interface OpenedProxy {
  port: number;
  stop(): Promise<void>;
}

const README = new URL('../services/README.md', import.meta.url);

/** The fenced block of that language, with the addresses of a test in place of the printed ones. */
function published(language: string, ports: { headroom: number; service: number; own: number }): string {
  const text = fs.readFileSync(README, 'utf8');
  const block = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(text)?.[1];
  if (!block) throw new Error(`lib/services/README.md has no ${language} block`);
  return block
    .replaceAll('127.0.0.1:3000', `127.0.0.1:${ports.headroom}`)
    .replaceAll('127.0.0.1:8080', `127.0.0.1:${ports.service}`)
    .replaceAll('8081', language === 'nginx' ? `127.0.0.1:${ports.own}` : `${ports.own}`);
}

const around = (folder: string, servers: string) => `
worker_processes 1;
daemon off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 64; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
${servers}
}`;

const PROXIES = {
  nginx: (folder: string, block: string) => {
    const file = path.join(folder, 'nginx.conf');
    fs.writeFileSync(file, around(folder, block));
    return ['-c', file, '-e', path.join(folder, 'error.log')];
  },
  caddy: (folder: string, block: string) => {
    const file = path.join(folder, 'Caddyfile');
    fs.writeFileSync(file, `{\n  admin off\n}\n${block}`);
    return ['run', '--config', file, '--adapter', 'caddyfile'];
  },
};
export type ProxyName = keyof typeof PROXIES;

/** Why a proxy cannot be tried here; '' where it can. */
export const absentProxy = (name: ProxyName): string =>
  findCommand(name) ? '' : `${name} is not installed, so its configuration is not tried`;

/** @throws Error with what it said where it does not come up */
export async function openProxy(name: ProxyName, headroom: number, service: number): Promise<OpenedProxy> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `headroom-${name}-`));
  const own = await freePort();
  const block = published(name, { headroom, service, own });
  const child = spawn(findCommand(name) ?? name, PROXIES[name](folder, block), {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-4000);
    });
  }
  const stop = async () => {
    await end(child);
    fs.rmSync(folder, { recursive: true, force: true });
  };
  for (let i = 0; i < 200 && child.exitCode === null; i++) {
    const up = await fetch(`http://127.0.0.1:${own}/`).then(
      () => true,
      () => false,
    );
    if (up) return { port: own, stop };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await stop();
  throw new Error(`${name} did not come up:\n${output}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}
