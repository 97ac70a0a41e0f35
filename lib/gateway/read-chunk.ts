import {
  boundTokens,
  type Completion,
  collectOutput,
  finishedChoices,
  isCutShort,
  readUsage,
} from './completion';
import type { Usage } from './price';

export interface ChunkOptions {
  /** The name the client asked for; each chunk's `model` becomes it. */
  model: string;
  /** Whether the client asked for the usage chunk. If not it is taken out, with every `usage` field. */
  includeUsage: boolean;
}

/** What a chunk of a streamed completion says. */
export interface Reading {
  /** Its JSON as the client is to see it; null hides it. */
  shown: string | null;
  /** Texts it puts out, for our own count. */
  output: readonly string[];
  /** Output tokens it can be at most: see boundTokens. */
  units: number;
  usage: Usage | null;
  /** Choices that said why they ended. */
  finished: number;
  /** A choice ended because it had no more tokens. */
  cutShort: boolean;
}

/** Reads a chunk; null where it is no JSON, or reports an error. It depends on nothing else, which ChunkReader relies on. */
export function readChunk(data: string, options: ChunkOptions): Reading | null {
  const chunk = parseChunk(data);
  if (chunk === null) return null;
  const output: string[] = [];
  collectOutput(chunk, output);
  return {
    shown: isHidden(chunk, options) ? null : rewrite(data, chunk, options),
    output,
    units: boundTokens(chunk),
    usage: readUsage(chunk),
    finished: finishedChoices(chunk),
    cutShort: isCutShort(chunk),
  };
}

function parseChunk(data: string): Completion | null {
  try {
    const chunk = JSON.parse(data) as Completion;
    const isChunk = typeof chunk === 'object' && chunk !== null && !chunk.error && chunk.object !== 'error';
    return isChunk ? chunk : null;
  } catch {
    return null;
  }
}

/** The usage chunk, unless it was asked for; and what is no chunk: a ping, or words of the upstream's own. */
function isHidden({ usage, choices }: Completion, { includeUsage }: ChunkOptions): boolean {
  if (usage && includeUsage) return false;
  return Array.isArray(choices) ? Boolean(usage) && choices.length === 0 : true;
}

/** The chunk's JSON as the client is to see it; the very same text where nothing has to change. */
function rewrite(data: string, chunk: Completion, { model, includeUsage }: ChunkOptions): string {
  let json: string | null = data;
  if (chunk.usage !== undefined && !includeUsage) {
    json = chunk.usage === null ? replaceOnce(json, ',"usage":null', '') : null;
  }
  if (typeof chunk.model === 'string' && chunk.model !== model && json !== null) {
    json = replaceOnce(json, `"model":${JSON.stringify(chunk.model)}`, `"model":${JSON.stringify(model)}`);
  }
  if (json !== null) return json;
  return JSON.stringify({
    ...chunk,
    ...(chunk.model !== undefined && { model }),
    ...(!includeUsage && { usage: undefined }),
  });
}

/**
 * JSON with a member replaced where its text occurs just once, else null. Cheaper than writing the JSON
 * anew, and safe: in a JSON string a quote is escaped, so the text of a member is never found in one.
 */
function replaceOnce(json: string, member: string, by: string): string | null {
  const at = json.indexOf(member);
  if (at < 0 || json.indexOf(member, at + 1) >= 0) return null;
  return json.slice(0, at) + by + json.slice(at + member.length);
}
