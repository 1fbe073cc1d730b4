"""Write the description of the API (OpenAPI 3.1), as docs/api/openapi.json keeps it.

leadfast openapi > docs/api/openapi.json
"""

import argparse
import sys


def run(arguments: argparse.Namespace) -> int:
    """Print it."""
    import django

    django.setup()
    from leadfast.api import rest

    sys.stdout.buffer.write(rest.described())
    return 0
