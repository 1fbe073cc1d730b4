"""Every test runs on a real PostgreSQL, as the application's role, with real commits.

The cluster is started by the first test that asks for the database and shared by all xdist workers;
each worker has a database of its own, cloned from one that was migrated once. After a test every
table that is not empty is emptied. Name the programs with LEADFAST_TEST_PG: `wheel` (the default),
a major such as `15`, or a directory.
"""

import importlib.util

import django
import hypothesis
from django.conf import settings

from tests.ground import throwaway_cluster

# Before anything imports Django's settings.
throwaway_cluster.point_environment()
django.setup()
settings.PASSWORD_HASHERS = ["tests.ground.hashing.Quick"]

# A busy machine is slow, not wrong.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

pytest_plugins = ["tests.ground.database", "tests.ground.groups"]
if importlib.util.find_spec("tests.fixtures"):
    pytest_plugins.append("tests.fixtures")
