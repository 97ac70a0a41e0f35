import type { ChatMessage, ContentPart } from './chat-message';
import type { ChatBody } from './chat-schema';
import { TokenCounter } from './tokens';

export interface InputEstimate {
  /** Our best count: what is charged, flagged, where the upstream reports nothing. */
  likely: number;
  /** What is held until the true number is known: likely × 1.1 + 16 a message. */
  bound: number;
}

/** The chat format's own tokens, as OpenAI counts them. */
const PER_MESSAGE = 4;
const PER_REPLY = 3;
/** The most tiles a high-detail picture is cut into, by OpenAI's rule for gpt-4o: 85 + 8 × 170. */
const IMAGE_TOKENS = 1_445;
const LOW_DETAIL_IMAGE_TOKENS = 85;
/** 8 kbit/s MP3, the thinnest there is, at 10 tokens a second, in base64. */
const AUDIO_CHARS_PER_TOKEN = 133;
/** Text of a PDF after decompression, on the safe side. */
const FILE_CHARS_PER_TOKEN = 2;

class Estimator {
  readonly text = new TokenCounter();
  /** Tokens of what is not text. */
  extra = 0;

  message(message: ChatMessage): void {
    this.extra += PER_MESSAGE;
    for (const field in message) {
      const value = message[field];
      if (field === 'role') continue;
      if (field === 'content' && Array.isArray(value)) {
        for (const part of value) this.part(part as ContentPart);
      } else this.json(value);
    }
  }

  part(part: ContentPart): void {
    if (part.type === 'image_url') {
      this.extra += part.image_url.detail === 'low' ? LOW_DETAIL_IMAGE_TOKENS : IMAGE_TOKENS;
    } else if (part.type === 'input_audio') {
      this.extra += Math.ceil(part.input_audio.data.length / AUDIO_CHARS_PER_TOKEN) + 1;
    } else if (part.type === 'file') {
      this.extra += Math.ceil(part.file.file_data.length / FILE_CHARS_PER_TOKEN) + 1;
      this.json(part.file.filename);
    } else this.json(part.type === 'text' ? part.text : part.refusal);
  }

  /** A string as its text, anything else as its JSON. */
  json(value: unknown): void {
    if (value === undefined || value === null) return;
    this.text.add(typeof value === 'string' ? value : JSON.stringify(value));
  }
}

/** Tokens of a request's prompt, in bounded time whatever its text. */
export function estimateInput(body: ChatBody): InputEstimate {
  const estimator = new Estimator();
  for (const message of body.messages) estimator.message(message);
  estimator.json(body.tools);
  estimator.json(body.functions);
  estimator.json(body.tool_choice);
  if (body.response_format?.type === 'json_schema') estimator.json(body.response_format);
  const likely = estimator.text.total() + estimator.extra + PER_REPLY;
  return { likely, bound: Math.ceil(likely * 1.1) + 16 * body.messages.length };
}
