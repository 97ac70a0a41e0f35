import type { Snippet, SnippetInput } from './snippet';

/** OpenAI's SDKs wait and give up by our headers; what they need is enough retries. */

const EVERY_KEY =
  'The SDK waits for `retry-after-ms` and stops at `x-should-retry: false`, so it needs no loop around it.';

export const openaiPython = ({ baseUrl, model }: SnippetInput): Snippet => ({
  label: 'Python',
  language: 'python',
  packages: ['openai'],
  note: `\`pip install openai\`. ${EVERY_KEY}`,
  code: `import os

from openai import OpenAI

client = OpenAI(
    base_url="${baseUrl}/v1",
    api_key=os.environ["API_KEY"],
    max_retries=5,
)

answer = client.chat.completions.create(
    model="${model}",
    messages=[{"role": "user", "content": "Hello"}],
)
print(answer.choices[0].message.content)`,
});

export const openaiTypeScript = ({ baseUrl, model }: SnippetInput): Snippet => ({
  label: 'TypeScript',
  language: 'typescript',
  packages: ['openai'],
  note: `\`npm install openai\`. ${EVERY_KEY}`,
  code: `import OpenAI from 'openai';

const client = new OpenAI({
  baseURL: '${baseUrl}/v1',
  apiKey: process.env.API_KEY,
  maxRetries: 5,
});

const answer = await client.chat.completions.create({
  model: '${model}',
  messages: [{ role: 'user', content: 'Hello' }],
});
console.log(answer.choices[0]?.message.content);`,
});
