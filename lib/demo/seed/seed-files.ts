import { say, step } from '../progress.mjs';
import type { SettingsFile } from '../settings';
import { paintedPng } from '../upstream/png';

type Colour = readonly [number, number, number];

/** From one colour at the top to another at the bottom. */
function sky(from: Colour, to: Colour): BlobPart {
  const png = paintedPng(384, (y) => {
    const at = (i: 0 | 1 | 2) => Math.round(from[i] + ((to[i] - from[i]) * y) / 383);
    return [at(0), at(1), at(2)];
  });
  return new Uint8Array(png);
}

const files = (): Record<string, BlobPart> => ({
  'harbour at dawn.png': sky([24, 40, 92], [250, 178, 122]),
  'glacier.png': sky([228, 244, 250], [28, 110, 160]),
  'tide-tables.csv': 'port,high,low\nLeith,05:12,11:31\nDover,10:47,17:20\n',
  'readme.md': '# Harbour survey\n\nPictures of one morning, and when the water comes.\n',
});

/**
 * Stores a few files in the workspace that takes them, and has one described, by the routes that everybody uses;
 * once for each data folder. A demo without them is a demo all the same.
 */
export async function seedFiles(settings: SettingsFile, baseUrl: string): Promise<void> {
  const { seeded } = settings.value;
  const key = seeded.workspaces.find(({ catalog }) => catalog === 'aionvision')?.key;
  if (seeded.files || !key) return;
  try {
    await step('Storing a few files', () => store(baseUrl, { authorization: `Bearer ${key}` }));
    seeded.files = true;
    settings.save();
  } catch (error) {
    say(`  The files of the demo were not stored: ${error instanceof Error ? error.message : error}`);
  }
}

async function store(baseUrl: string, headers: Record<string, string>): Promise<void> {
  const form = new FormData();
  for (const [name, content] of Object.entries(files())) form.append('files', new File([content], name));
  const { data } = await post<{ data: { id: string; kind: string }[] }>(`${baseUrl}/upload/stream-batch`, {
    headers,
    body: form,
  });
  const picture = data.find(({ kind }) => kind === 'image');
  if (!picture) return;
  await post(`${baseUrl}/v1/descriptions`, {
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ file_id: picture.id }),
  });
}

async function post<T>(url: string, init: RequestInit): Promise<T> {
  const response = await fetch(url, { method: 'POST', ...init, signal: AbortSignal.timeout(30_000) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
  return JSON.parse(text) as T;
}
