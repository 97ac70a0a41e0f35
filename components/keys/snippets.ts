export interface SnippetInput {
  /** The reader's own address of Headroom with its version path: `https://headroom.example.com/v1`. */
  baseUrl: string;
  /** The key itself where it may be shown, else a placeholder. */
  key: string;
  model: string;
}

export interface Snippet {
  id: 'env' | 'curl' | 'python' | 'node';
  label: string;
  code: string;
}

/** Ready to run, with the official SDKs: they read both variables of the `.env`. */
export const snippets = ({ baseUrl, key, model }: SnippetInput): Snippet[] => [
  { id: 'env', label: '.env', code: `OPENAI_BASE_URL=${baseUrl}\nOPENAI_API_KEY=${key}` },
  {
    id: 'curl',
    label: 'curl',
    code: `curl ${baseUrl}/chat/completions \\
  -H "Authorization: Bearer ${key}" \\
  -H "Content-Type: application/json" \\
  -d '{"model": "${model}", "messages": [{"role": "user", "content": "Hello"}]}'`,
  },
  {
    id: 'python',
    label: 'Python',
    code: `from openai import OpenAI

client = OpenAI(
    base_url="${baseUrl}",
    api_key="${key}",
)
answer = client.chat.completions.create(
    model="${model}",
    messages=[{"role": "user", "content": "Hello"}],
)
print(answer.choices[0].message.content)`,
  },
  {
    id: 'node',
    label: 'Node',
    code: `import OpenAI from 'openai';

const client = new OpenAI({
  baseURL: '${baseUrl}',
  apiKey: '${key}',
});
const answer = await client.chat.completions.create({
  model: '${model}',
  messages: [{ role: 'user', content: 'Hello' }],
});
console.log(answer.choices[0].message.content);`,
  },
];
