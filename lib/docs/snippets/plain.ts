import type { Snippet, SnippetInput } from './snippet';

/** Retry code that needs nothing but the language. */

export const plainPython = ({ baseUrl, path, model, auth }: SnippetInput): Snippet => ({
  label: 'Python',
  language: 'python',
  packages: [],
  note: 'Python 3.8 or newer, nothing to install. Set `API_KEY` first.',
  code: `import json
import os
import random
import time
import urllib.error
import urllib.request

URL = "${baseUrl}${path}"
HEADERS = {
    "${auth.name}": f"${auth.prefix}{os.environ['API_KEY']}",
    "Content-Type": "application/json",
}


def chat(messages, model="${model}", max_retries=5):
    body = json.dumps({"model": model, "messages": messages}).encode()
    for attempt in range(max_retries + 1):
        request = urllib.request.Request(URL, data=body, headers=HEADERS)
        try:
            with urllib.request.urlopen(request, timeout=120) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            reason = error.read().decode()
            passes = error.code == 429 or error.code >= 500
            told_not_to = error.headers.get("x-should-retry") == "false"
            if not passes or told_not_to or attempt == max_retries:
                raise RuntimeError(f"HTTP {error.code}: {reason}") from error
            # The server knows how long; without its word, wait longer each time.
            wait_ms = error.headers.get("retry-after-ms") or 1000 * 2**attempt
            time.sleep(float(wait_ms) / 1000 + random.uniform(0, 0.25))


answer = chat([{"role": "user", "content": "Hello"}])
print(answer["choices"][0]["message"]["content"])`,
});

export const plainTypeScript = ({ baseUrl, path, model, auth }: SnippetInput): Snippet => ({
  label: 'TypeScript',
  language: 'typescript',
  packages: [],
  note: 'Node 18 or newer, nothing to install. Set `API_KEY` first.',
  code: `const url = '${baseUrl}${path}';
const headers = {
  ${auth.name === 'X-Api-Key' ? "'X-Api-Key'" : 'Authorization'}: \`${auth.prefix}\${process.env.API_KEY}\`,
  'Content-Type': 'application/json',
};

type Message = { role: 'system' | 'user' | 'assistant'; content: string };
type Answer = { choices: { message: { content: string } }[] };

async function chat(messages: Message[], model = '${model}', maxRetries = 5): Promise<Answer> {
  for (let attempt = 0; ; attempt++) {
    const body = JSON.stringify({ model, messages });
    const response = await fetch(url, { method: 'POST', headers, body });
    if (response.ok) return (await response.json()) as Answer;

    const reason = await response.text();
    const passes = response.status === 429 || response.status >= 500;
    const toldNotTo = response.headers.get('x-should-retry') === 'false';
    if (!passes || toldNotTo || attempt === maxRetries) {
      throw new Error(\`HTTP \${response.status}: \${reason}\`);
    }
    // The server knows how long; without its word, wait longer each time.
    const waitMs = Number(response.headers.get('retry-after-ms') ?? 1000 * 2 ** attempt);
    await new Promise((resolve) => setTimeout(resolve, waitMs + Math.random() * 250));
  }
}

const answer = await chat([{ role: 'user', content: 'Hello' }]);
console.log(answer.choices[0]?.message.content);`,
});
