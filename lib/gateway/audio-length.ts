import { parseBuffer } from 'music-metadata';

export interface AudioLength {
  /** Whole seconds, rounded up, at least 1: what is charged where the provider reports nothing. */
  likely: number;
  /** No player gets more out of it: what is held until the true length is known. */
  bound: number;
}

/** 6 kbit/s, the thinnest Opus there is: where a file does not say how long it is. */
const LEAST_BYTES_PER_SECOND = 750;
/** 32 kbit/s, usual for speech. */
const USUAL_BYTES_PER_SECOND = 4_000;
/** 192 kHz, 32 bits, 8 channels: no shorter length is believed of so many bytes. */
const MOST_BYTES_PER_SECOND = 192_000 * 4 * 8;

const whole = (seconds: number): number => Math.max(1, Math.ceil(seconds));

/** How long a file of audio is, as its container says; else by its bytes. Never throws. */
export async function audioLength(file: File): Promise<AudioLength> {
  const bytes = file.size;
  const most = whole(bytes / LEAST_BYTES_PER_SECOND);
  const told = await durationOf(file);
  if (told === null) return { likely: whole(bytes / USUAL_BYTES_PER_SECOND), bound: most };
  const seconds = whole(Math.max(told, bytes / MOST_BYTES_PER_SECOND));
  // A second on top: decoders pad, and providers round.
  return { likely: seconds, bound: seconds + 1 };
}

async function durationOf(file: File): Promise<number | null> {
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const info = { mimeType: file.type, size: bytes.byteLength };
    const { format } = await parseBuffer(bytes, info, { duration: true, skipCovers: true });
    const { duration } = format;
    return duration !== undefined && Number.isFinite(duration) && duration > 0 ? duration : null;
  } catch {
    return null; // no audio that we know; the upstream will say so, if it is none
  }
}
