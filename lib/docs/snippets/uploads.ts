import type { Snippet } from './snippet';

/** Uploads by the original page's own functions, and by a presigned address. */

/** Names of its functions are the page's, so that a program written against it is read at once. */
export const uploadPython = (baseUrl: string): Snippet => ({
  label: 'Python',
  language: 'python',
  packages: ['requests'],
  note: '`pip install requests`. The functions are those of the original page, unchanged; what is refused for good (401, 403, 413) comes back at once, since only a 429 is waited for.',
  code: `import os
import random
import sys
import time

import requests

BASE_URL = "${baseUrl}"
HEADERS = {"Authorization": f"Bearer {os.environ['API_KEY']}"}


def check_rate_limits(response):
    remaining = int(response.headers.get('X-RateLimit-Remaining', 0))
    reset_time = int(response.headers.get('X-RateLimit-Reset', 0))

    if remaining < 10:
        wait_time = reset_time - time.time()
        print(f"Warning: Only {remaining} requests left. Resets in {wait_time:.0f}s")

    return remaining > 0


def exponential_backoff(attempt, base_delay=1, max_delay=60):
    """Calculate delay with jitter for retry."""
    delay = min(base_delay * (2 ** attempt), max_delay)
    jitter = random.uniform(0, delay * 0.1)
    return delay + jitter


def request_with_backoff(func, max_retries=5):
    for attempt in range(max_retries):
        response = func()

        if response.status_code == 429:
            retry_after = response.headers.get('Retry-After')
            if retry_after:
                time.sleep(int(retry_after))
            else:
                time.sleep(exponential_backoff(attempt))
            continue

        return response

    raise Exception("Max retries exceeded")


def upload(paths):
    """Several files in one request: all of them are stored, or none is."""
    files = [("files", (os.path.basename(path), open(path, "rb"))) for path in paths]
    return requests.post(f"{BASE_URL}/upload/stream-batch", headers=HEADERS, files=files)


response = request_with_backoff(lambda: upload(sys.argv[1:]))
check_rate_limits(response)
response.raise_for_status()
for file in response.json()["data"]:
    print(file["id"], file["kind"], file["bytes"], file["name"])`,
});

/** Three calls: an address for one file of one size, its bytes, and that they are all there. */
export const presignPython = (baseUrl: string): Snippet => ({
  label: 'Python',
  language: 'python',
  packages: [],
  note: 'Python 3.8 or newer, nothing to install. The address is good for this one file of this one size, for some minutes.',
  code: `import json
import os
import sys
import urllib.request

BASE_URL = "${baseUrl}"


def call(path, body):
    headers = {
        "Authorization": f"Bearer {os.environ['API_KEY']}",
        "Content-Type": "application/json",
    }
    data = json.dumps(body).encode()
    request = urllib.request.Request(BASE_URL + path, data, headers, method="POST")
    with urllib.request.urlopen(request) as response:
        return json.load(response)["data"]


path = sys.argv[1]
size = os.path.getsize(path)
upload = call("/upload/presign", {"filename": os.path.basename(path), "bytes": size})

with open(path, "rb") as file:
    headers = {**upload["headers"], "Content-Length": str(size)}
    request = urllib.request.Request(upload["upload_url"], file, headers, method=upload["method"])
    urllib.request.urlopen(request).close()

print(call(f"/upload/{upload['id']}/complete", {}))`,
});
