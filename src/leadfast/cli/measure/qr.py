"""QR codes: what a photograph's code says, where a reader is installed, and the contact in it."""

import argparse
from pathlib import Path

from leadfast.capture.doors.vcard import read
from leadfast.cli.figures import Figures
from leadfast.cli.measure import corpora
from leadfast.cli.measure.corpora import bare, share


def measure(arguments: argparse.Namespace) -> Figures:
    """The photographs; then every code that is known to hold a contact, from its text."""
    found = Figures()
    root: Path = arguments.corpora
    reader = corpora.installed("zxingcpp")
    images = corpora.installed("cv2")
    codes = decoded = contacts = kept = 0
    for item in corpora.items(root, "qr-contacts", found):
        codes += 1
        if reader is not None and images is not None:
            texts = [one.text for one in reader.read_barcodes(images.imread(str(item.path)))]
            good = bare(item.label["text"]) in map(bare, texts)
            decoded += good
            if not good:
                found.failures.append(f"{item}: expected {item.label['text']!r}, got {texts!r}")
        if item.label["contact"]:
            contacts += 1
            one = next(iter(read.contacts(item.label["text"].encode())), None)
            if one is not None and one.says_something:
                kept += 1
            else:
                found.failures.append(f"{item}: expected a contact, got none in {item.label['text']!r}")
    if reader is None or images is None:
        found.failures.append("photographs: expected a reader of codes, got none installed")
    found.figures = {
        "codes": codes,
        "recall": share(decoded, codes),
        "contacts": contacts,
        "kept": share(kept, contacts),
    }
    return found
