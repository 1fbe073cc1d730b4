"""Write the description of the API (OpenAPI 3.1), as docs/api/openapi.json keeps it.

leadfast openapi > docs/api/openapi.json
"""

import argparse
import sys


def run(arguments: argparse.Namespace) -> int:
    """Print it, as its address serves it: commands stand below the API."""
    import django
    from django.http import HttpRequest
    from django.urls import resolve

    django.setup()
    served = resolve("/api/v1/openapi.json").func(HttpRequest())
    sys.stdout.buffer.write(served.content)
    return 0
