"""Asking a model at an OpenAI-compatible address what it makes of a reply. Off unless an address is given.

It has no part in anything that sends or closes: it returns an opinion, and `understanding.second.agreed` decides
what of that is heard. No answer within the time, or a wrong one, is no opinion.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from http.client import HTTPException

from leadfast.conversations.understanding import second
from leadfast.conversations.understanding.second import Opinion

MOST_ANSWER = 100_000


def ask(
    words: str, *, subject: str = "", url: str, key: str = "", model: str = "", seconds: float = 8.0
) -> Opinion | None:
    """The opinion of the model behind `url` (the base, such as `http://localhost:8080/v1`); None for none."""
    if not url or urllib.parse.urlsplit(url).scheme not in ("http", "https"):
        return None
    body = {
        "model": model,
        "messages": second.question(words, subject=subject),
        "temperature": 0,
        "max_tokens": 200,
    }
    request = urllib.request.Request(  # noqa: S310  # the scheme was checked above
        f"{url.rstrip('/')}/chat/completions",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json", **({"Authorization": f"Bearer {key}"} if key else {})},
        method="POST",
    )
    try:
        with urllib.request.urlopen(request, timeout=seconds) as answer:  # noqa: S310  # as above
            given = json.loads(answer.read(MOST_ANSWER))
        said = given["choices"][0]["message"]["content"]
    except (urllib.error.URLError, HTTPException, OSError, ValueError, KeyError, IndexError, TypeError):
        # A model that cannot be reached is no opinion; ours stands.
        return None
    return second.opinion_of(said) if isinstance(said, str) else None
