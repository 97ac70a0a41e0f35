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
 * Stores a few files in the workspace that takes them, by the route that everybody uses, once for each data folder.
 * None is described: the month's descriptions are whole for whoever tries them. A demo without files is one as well.
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
  const init = { method: 'POST', headers, body: form, signal: AbortSignal.timeout(30_000) };
  const response = await fetch(`${baseUrl}/upload/stream-batch`, init);
  if (!response.ok) throw new Error(`the answer was ${response.status}: ${await response.text()}`);
  await response.body?.cancel();
}
