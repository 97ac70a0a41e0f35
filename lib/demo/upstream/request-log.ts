/** What the upstream saw of one request. No prompt and no answer is kept. */
export interface SeenRequest {
  /** The `x-request-id` header */
  id: string | null;
  /** Unix milliseconds */
  at: number;
  path: string;
  model: string;
  stream: boolean;
  n: number;
  /** Output tokens allowed a choice; null where the request says nothing */
  max_tokens: number | null;
  /** Names of the headers, sorted. */
  headers: string[];
  status: number;
  /** The answer was sent to its end. */
  completed: boolean;
  prompt_tokens: number;
  /** What was put out until now. */
  completion_tokens: number;
  /** Images made, characters spoken, seconds heard. */
  units?: number;
}

const MAX_ENTRIES = 100_000;

/** The last requests, oldest first. */
export class RequestLog {
  #entries: SeenRequest[] = [];

  add(entry: SeenRequest): SeenRequest {
    if (this.#entries.length >= MAX_ENTRIES) this.#entries = this.#entries.slice(MAX_ENTRIES / 2);
    this.#entries.push(entry);
    return entry;
  }

  all(): readonly SeenRequest[] {
    return this.#entries;
  }

  clear(): void {
    this.#entries = [];
  }
}
