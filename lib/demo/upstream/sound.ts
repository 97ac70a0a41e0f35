import { type Json, jsonAnswer, type MediaAnswer } from './media';
import { textTokens } from './prompt-tokens';
import type { SeenRequest } from './request-log';

const SAMPLE_RATE = 8_000;
const BYTES_PER_SECOND = SAMPLE_RATE * 2;
const HEADER_BYTES = 44;
/** About as fast as people speak. */
const CHARACTERS_PER_SECOND = 16;

/** A 440 Hz tone as WAV, 16 bits, mono. */
export function tone(seconds: number): Buffer {
  const samples = Math.ceil(SAMPLE_RATE * seconds);
  const wav = Buffer.alloc(HEADER_BYTES + samples * 2);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + samples * 2, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(SAMPLE_RATE, 24);
  wav.writeUInt32LE(BYTES_PER_SECOND, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(samples * 2, 40);
  for (let i = 0; i < samples; i += 1) {
    wav.writeInt16LE(
      Math.round(8_000 * Math.sin((2 * Math.PI * 440 * i) / SAMPLE_RATE)),
      HEADER_BYTES + i * 2,
    );
  }
  return wav;
}

/** MPEG-1 Layer III, 128 kbit/s, 48 kHz, mono: 24 ms in 384 bytes. All zeros behind the header are silence. */
const MP3_FRAME = Buffer.concat([Buffer.from([0xff, 0xfb, 0x94, 0xc4]), Buffer.alloc(380)]);
const MP3_FRAMES_PER_SECOND = 1_000 / 24;

/** Silence as MP3: for a tone we would need an encoder. */
export const silence = (seconds: number): Buffer =>
  Buffer.concat(Array(Math.ceil(seconds * MP3_FRAMES_PER_SECOND)).fill(MP3_FRAME));

/**
 * `POST /v1/audio/speech`, as long as the text would take: by default silence as MP3, as OpenAI's default format;
 * a tone as WAV for every other.
 */
export function speech(body: Json, seen: SeenRequest): MediaAnswer {
  if (typeof body.input !== 'string' || body.input === '') return { wrong: 'input is required.' };
  if (!body.voice) return { wrong: 'voice is required.' };
  seen.prompt_tokens = textTokens(body.input);
  seen.units = [...body.input].length;
  const seconds = seen.units / CHARACTERS_PER_SECOND;
  const isMp3 = (body.response_format ?? 'mp3') === 'mp3';
  return isMp3 ? { type: 'audio/mpeg', body: silence(seconds) } : { type: 'audio/wav', body: tone(seconds) };
}

/** Seconds of a plain WAV file; of anything else as if it had 128 kbit/s. */
async function secondsOf(file: Blob): Promise<number> {
  const head = Buffer.from(await file.slice(0, HEADER_BYTES).arrayBuffer());
  const isWav = head.length === HEADER_BYTES && head.toString('latin1', 0, 4) === 'RIFF';
  return isWav ? (file.size - HEADER_BYTES) / head.readUInt32LE(28) : file.size / 16_000;
}

const clock = (seconds: number, point: string): string =>
  new Date(seconds * 1000).toISOString().slice(11, 23).replace('.', point);

/** The transcript in a format; whisper reports seconds, the others tokens. */
function written(format: string, text: string, seconds: number, usage: Json): MediaAnswer {
  const lasting = (point: string) => `${clock(0, point)} --> ${clock(seconds, point)}\n${text}\n`;
  switch (format) {
    case 'text':
      return { type: 'text/plain; charset=utf-8', body: Buffer.from(`${text}\n`) };
    case 'srt':
      return { type: 'text/plain; charset=utf-8', body: Buffer.from(`1\n${lasting(',')}\n`) };
    case 'vtt':
      return { type: 'text/vtt; charset=utf-8', body: Buffer.from(`WEBVTT\n\n${lasting('.')}\n`) };
    case 'verbose_json':
      return jsonAnswer({
        task: 'transcribe',
        language: 'english',
        duration: seconds,
        text,
        segments: [{ id: 0, start: 0, end: seconds, text }],
        usage,
      });
    default:
      return jsonAnswer({ text, usage });
  }
}

/** The words one by one, then the whole with its usage. */
function spoken(text: string, usage: Json): MediaAnswer {
  const events: Json[] = text.split(/(?= )/).map((delta) => ({ type: 'transcript.text.delta', delta }));
  events.push({ type: 'transcript.text.done', text, usage });
  const body = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');
  return { type: 'text/event-stream; charset=utf-8', body: Buffer.from(body) };
}

/** `POST /v1/audio/transcriptions`: says what it got; it does not listen. */
export async function transcriptions(form: FormData, seen: SeenRequest): Promise<MediaAnswer> {
  const file = form.get('file');
  if (!(file instanceof Blob)) return { wrong: 'A multipart body with a file is required.' };
  const seconds = await secondsOf(file);
  const text = `This is a demo model. It did not listen to the ${file.size} bytes it was sent.`;
  const prompt = textTokens(String(form.get('prompt') ?? ''));
  seen.units = Math.max(1, Math.ceil(seconds));
  seen.prompt_tokens = prompt + seen.units * 10;
  seen.completion_tokens = textTokens(text);
  const tokens = {
    type: 'tokens',
    input_tokens: seen.prompt_tokens,
    output_tokens: seen.completion_tokens,
    total_tokens: seen.prompt_tokens + seen.completion_tokens,
    input_token_details: { text_tokens: prompt, audio_tokens: seen.units * 10 },
  };
  const streams = /gpt-/.test(seen.model);
  if (streams && form.get('stream') === 'true') return spoken(text, tokens);
  const usage = streams ? tokens : { type: 'duration', seconds: seen.units };
  return written(String(form.get('response_format') ?? 'json'), text, seconds, usage);
}
