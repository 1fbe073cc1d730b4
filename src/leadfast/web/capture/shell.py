"""What the page needs to open without a network: its files, and the service worker that keeps them."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Final

from django.templatetags.static import static

from leadfast.web.jinja import STYLESHEETS

_STATIC: Final = Path(__file__).resolve().parents[1] / "static"
#: Shared by the page and the service worker, in the order in which they are read.
SHARED: Final = ("web/js/capture/store.js", "web/js/capture/sending.js")
SCRIPTS: Final = (
    *SHARED, "web/js/capture/photo.js", "web/js/capture/scan.js", "web/js/capture/list.js", "web/js/capture/page.js",
)  # fmt: skip
_FILES: Final = (
    *(f"web/css/{sheet}.css" for sheet in (*STYLESHEETS, "capture")),
    *SCRIPTS,
    "web/js/twice.js",
    "web/fonts/inter-latin-wght-normal.woff2",
    "web/mark.svg",
)


@cache
def worker() -> bytes:
    """The script, told which files to keep. Any change to one of them makes another worker, which keeps anew."""
    content = hashlib.sha256()
    for file in (*_FILES, "web/js/capture/worker.js"):
        content.update((_STATIC / file).read_bytes())
    for template in sorted(Path(__file__).parent.glob("*.html")):
        content.update(template.read_bytes())
    shell = {
        "version": content.hexdigest()[:16],
        "files": [static(file) for file in _FILES],
        "shared": [static(file) for file in SHARED],
    }
    script = (_STATIC / "web/js/capture/worker.js").read_text()
    return f"const SHELL = {json.dumps(shell)};\n{script}".encode()
