import { countOutput } from './completion';

/** The texts a stream has relayed, for our own count of its tokens. What is counted is not kept. */
export class RelayedOutput {
  #texts: string[] = [];
  #counted = 0;
  isEmpty = true;

  add(texts: readonly string[]): void {
    if (texts.length === 0) return;
    this.isEmpty = false;
    this.#texts.push(...texts);
  }

  /** Output tokens by our own count. */
  tokens(): number {
    this.#counted += countOutput(this.#texts);
    this.#texts = [];
    return this.#counted;
  }
}
