import type { Dialect } from './dialect';

/** HTTP/1.1 without pipelining: a request begins a chunk with its method, an answer begins one with its version. */
export function httpDialect(): Dialect {
  let [requests, replies] = [0, 0];
  return {
    requests(chunk) {
      const line = /^(POST|GET) \S+/.exec(chunk.toString('latin1', 0, 200))?.[0];
      return line ? [{ text: line, reply: ++requests }] : [];
    },
    replies(chunk) {
      if (chunk.toString('latin1', 0, 8) === 'HTTP/1.1') replies += 1;
      return replies;
    },
  };
}
