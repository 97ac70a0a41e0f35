import { type IFormat, parseBuffer } from 'music-metadata';

export interface AudioLength {
  /** Whole seconds, rounded up, at least 1: what is charged where the provider reports nothing. */
  likely: number;
  /** What is held until the true length is known. */
  bound: number;
}

/** 6 kbit/s, the thinnest Opus there is: where a file does not say how long it is, or says what cannot be. */
const LEAST_BYTES_PER_SECOND = 750;
/** 32 kbit/s, usual for speech. */
const USUAL_BYTES_PER_SECOND = 4_000;
/** The densest that sound comes: 640 kbit/s where it is compressed with loss, 192 kHz × 32 bits × 8 channels else. */
const MOST_LOSSY_BYTES_PER_SECOND = 80_000;
const MOST_BYTES_PER_SECOND = 6_144_000;

const whole = (seconds: number): number => Math.max(1, Math.ceil(seconds));

/** How long a file of audio is, as its container says; else by its bytes. Never throws. */
export async function audioLength(file: File): Promise<AudioLength> {
  const bytes = file.size;
  const format = await formatOf(file);
  const told = format?.duration ?? 0;
  const isDense = format?.lossless === true || format?.hasVideo === true;
  const least = bytes / (isDense ? MOST_BYTES_PER_SECOND : MOST_LOSSY_BYTES_PER_SECOND);
  if (Number.isFinite(told) && told > 0 && told >= least) {
    // A second on top: decoders pad, and providers round.
    return { likely: whole(told), bound: whole(told) + 1 };
  }
  return { likely: whole(bytes / USUAL_BYTES_PER_SECOND), bound: whole(bytes / LEAST_BYTES_PER_SECOND) };
}

/** By its content alone: the name and the type are what a sender says. */
async function formatOf(file: File): Promise<IFormat | null> {
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    return (await parseBuffer(bytes, { size: bytes.byteLength }, { duration: true, skipCovers: true }))
      .format;
  } catch {
    return null; // no audio that we know; the upstream will say so, if it is none
  }
}
