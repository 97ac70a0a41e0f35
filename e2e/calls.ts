import { demo } from './demo';

export interface Answer {
  status: number;
  headers: Headers;
  body: { error?: { code: string }; usage?: { total_tokens: number } };
}

/** One chat completion with a key, as a program makes it. */
export async function chat(key: string, model = 'gpt-4o-mini'): Promise<Answer> {
  const response = await fetch(`${demo().baseUrl}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'How much is left?' }] }),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Answer['body'],
  };
}

/** A call to the management API as the platform admin. */
export async function manage<T>(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: T }> {
  const response = await fetch(`${demo().baseUrl}/api/manage${path}`, {
    method,
    headers: { authorization: `Bearer ${demo().managementToken}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as T };
}
