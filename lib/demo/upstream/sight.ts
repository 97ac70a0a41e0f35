import { imageSize } from 'image-size';

/* What the demo's model says of pictures: it sees none, so it tells what can be measured. */

interface Part {
  type?: unknown;
  image_url?: { url?: unknown } | null;
}

const DATA_URL = /^data:image\/([a-z0-9.+-]{1,40});base64,/i;

/** Enough for the size of most; where it stands further back, all is looked at. */
const HEAD_CHARS = 64 << 10;

function sizeText(base64: string): string {
  for (const text of [base64.slice(0, HEAD_CHARS), base64]) {
    try {
      const { width, height } = imageSize(Buffer.from(text, 'base64'));
      return `${width} × ${height} pixels`;
    } catch {
      // not in these bytes
    }
  }
  return 'no size that it could read';
}

/** `PNG of 640 × 480 pixels`, or null where the part is no picture sent along. */
function pictureText(part: Part | null): string | null {
  const url = part?.type === 'image_url' ? part.image_url?.url : undefined;
  if (typeof url !== 'string') return null;
  const found = DATA_URL.exec(url);
  if (!found) return 'picture that it was only given the address of';
  return `${found[1]?.toUpperCase()} of ${sizeText(url.slice(found[0].length))}`;
}

/** The demo's answer to messages with pictures, or null where there are none. */
export function describePictures(messages: readonly { content?: unknown }[]): string | null {
  const parts = messages.flatMap(({ content }) => (Array.isArray(content) ? (content as Part[]) : []));
  const pictures = parts.map(pictureText).filter((text) => text !== null);
  if (pictures.length === 0) return null;
  const seen = pictures.map((text) => `a ${text}`).join(', ');
  return `This is a demo model, which sees no pictures. It was shown ${seen}. Point the upstream at a model that reads images, and a description will stand here.`;
}
