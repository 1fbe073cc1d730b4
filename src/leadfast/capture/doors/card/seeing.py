"""Looks at pictures, in a process of its own that is started by the first one and kept.

The models need half a gigabyte and a native library that a broken picture may bring down; neither belongs
into the web server or the worker. A process that dies takes one picture's reading with it, never the photo.
"""

import atexit
import threading
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from multiprocessing import get_context
from typing import Any, Final

from leadfast.capture.doors.card.errors import NotAPicture, ReadingStopped
from leadfast.capture.doors.card.sight import Line, Sight
from leadfast.foundation import stopping

# Longer sides are made smaller before reading: print on a card is legible at this size, and memory is bounded.
_LONGEST: Final = 2000
_SMALLEST: Final = 32

_starting = threading.Lock()
_readers: list[ProcessPoolExecutor] = []


def look(picture: bytes) -> Sight:
    """Lines and codes of a picture (JPEG, PNG, WebP …), any way up. Raises a Refusal with its sentence."""
    reader = _reader()
    try:
        return reader.submit(_look, picture).result()
    except BrokenProcessPool as broken:
        close()
        raise ReadingStopped from broken


def close() -> None:
    """End the reading process; the next picture starts another."""
    with _starting:
        while _readers:
            _readers.pop().shutdown(wait=False, cancel_futures=True)


def _reader() -> ProcessPoolExecutor:
    with _starting:
        if not _readers:
            # Spawned, not forked: the parent has threads and connections that a copy must not share.
            _readers.append(
                ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=stopping.end_with_parent)
            )
        return _readers[0]


atexit.register(close)


def _look(picture: bytes) -> Sight:
    image = _opened(picture)
    return Sight(lines=_lines(image), codes=_codes(image))


def _opened(picture: bytes) -> Any:
    import cv2
    import numpy as np

    try:
        # Turned the way the phone's own mark says.
        image = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error as error:
        raise NotAPicture from error
    if image is None or min(image.shape[:2]) < _SMALLEST:
        raise NotAPicture
    longest = max(image.shape[:2])
    if longest > _LONGEST:
        image = cv2.resize(
            image, None, fx=_LONGEST / longest, fy=_LONGEST / longest, interpolation=cv2.INTER_AREA
        )
    return image


def _lines(image: Any) -> Sequence[Line]:
    read = _engine()(image)
    if read.txts is None:
        return ()
    return [
        Line(text.strip(), float(score), tuple((float(x), float(y)) for x, y in box))  # type: ignore[arg-type]
        for box, text, score in zip(read.boxes, read.txts, read.scores, strict=True)
        if text.strip()
    ]


def _codes(image: Any) -> Sequence[str]:
    import zxingcpp

    return [code.text for code in zxingcpp.read_barcodes(image) if code.text.strip()]


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    # One thread: two cards at once are two processes' matter, and a laptop stays usable.
    return RapidOCR(params={"EngineConfig.onnxruntime.intra_op_num_threads": 1, "Global.log_level": "error"})
