import type { Snippet, SnippetInput } from './snippet';

/** AJ STUDIOZ publishes a tenacity predicate that never retries: tenacity calls it with its state, not the error. */
export const tenacityPython = ({ baseUrl, model }: SnippetInput): Snippet => ({
  label: 'Python with tenacity',
  language: 'python',
  packages: ['openai', 'tenacity'],
  note: '`pip install openai tenacity`. The predicate on the original page, `lambda e: isinstance(e, RateLimitError)`, never retries: tenacity hands it the state of the call and not the error. `retry_if_exception` hands over the error.',
  code: `import os

from openai import OpenAI, RateLimitError
from tenacity import RetryCallState, retry, retry_if_exception, stop_after_attempt, wait_exponential

client = OpenAI(
    base_url="${baseUrl}/v1",
    api_key=os.environ["API_KEY"],
    max_retries=0,
)


def passes(error: BaseException) -> bool:
    return isinstance(error, RateLimitError) and error.response.headers.get("x-should-retry") != "false"


def as_told(state: RetryCallState) -> float:
    error = state.outcome.exception()
    told = error.response.headers.get("retry-after")
    return float(told) if told else wait_exponential(multiplier=1, min=2, max=60)(state)


@retry(retry=retry_if_exception(passes), wait=as_told, stop=stop_after_attempt(5), reraise=True)
def get_completion(prompt: str) -> str:
    answer = client.chat.completions.create(
        model="${model}",
        messages=[{"role": "user", "content": prompt}],
    )
    return answer.choices[0].message.content


print(get_completion("Hello"))`,
});
