import { fileStorage } from '../uploads/storage/storage';

/** Everything that lies in this process's storage, as `name bytes`, whole or not. */
export async function storedObjects(): Promise<string[]> {
  const objects: string[] = [];
  for await (const { name, bytes } of (await fileStorage()).list()) objects.push(`${name} ${bytes}`);
  return objects.sort();
}
