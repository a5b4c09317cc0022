"""Every worker keeps its data in a folder of its own, in memory where there is room; its wall clock shows UTC."""

import atexit
import os
import shutil
import tempfile
import time
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 (each run makes folders of its own in it)
ROOM = 4 << 30
"""Bytes that must be free there; a run takes some hundreds of millions."""
if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM:
    # Thousands of small databases wait for a disk half of their time; what a loss of power leaves is tested otherwise.
    tempfile.tempdir = os.environ["TMPDIR"] = str(MEMORY)

FOLDER = tempfile.mkdtemp(prefix="desk-test-")
os.environ["DESK_HOME"] = FOLDER
os.environ["TZ"] = "UTC"  # days of the wall clock are asserted
if hasattr(time, "tzset"):
    time.tzset()
os.environ.pop("DATABASE_URL", None)
os.environ.pop("DESK_KEYS_FILE", None)
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)

pytest_plugins = ["tests.databases", "tests.passwords"]
