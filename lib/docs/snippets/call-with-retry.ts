import type { Snippet, SnippetInput } from './snippet';

/** The priority page's `call_with_retry`, mended: the text of newer SDKs' errors has no `rate_limit` in it. */
export const callWithRetryPython = ({ baseUrl, model }: SnippetInput): Snippet => ({
  label: 'Python, the page’s loop',
  language: 'python',
  packages: ['openai'],
  note: '`pip install openai`. The loop on the original page looks for `rate_limit` in the error’s text, which newer versions of the SDK do not print, and waits 31 seconds in all, less than a minute’s limit may need. This one goes by the status, and waits as long as it is told.',
  code: `import os
import random
import time

from openai import APIStatusError, OpenAI

client = OpenAI(
    base_url="${baseUrl}/v1",
    api_key=os.environ["API_KEY"],
    max_retries=0,
)


def call_with_retry(fn, max_retries=5):
    for attempt in range(max_retries + 1):
        try:
            return fn()
        except APIStatusError as error:
            told = error.response.headers
            passes = error.status_code == 429 or error.status_code >= 500
            if not passes or told.get("x-should-retry") == "false" or attempt == max_retries:
                raise
            wait_ms = told.get("retry-after-ms") or 1000 * 2**attempt
            time.sleep(float(wait_ms) / 1000 + random.uniform(0, 0.25))


messages = [{"role": "user", "content": "Hello"}]
create = client.chat.completions.create

answer = call_with_retry(lambda: create(model="${model}", messages=messages))
print(answer.choices[0].message.content)`,
});
