"""Every worker keeps its data in a folder of its own, and its wall clock shows UTC."""

import atexit
import os
import shutil
import tempfile
import time

FOLDER = tempfile.mkdtemp(prefix="desk-test-")
os.environ["DESK_HOME"] = FOLDER
os.environ["TZ"] = "UTC"  # days of the wall clock are asserted
if hasattr(time, "tzset"):
    time.tzset()
os.environ.pop("DATABASE_URL", None)
os.environ.pop("DESK_KEYS_FILE", None)
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)

pytest_plugins = ["tests.databases", "tests.passwords"]
