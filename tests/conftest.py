"""Every worker keeps its data in a folder of its own."""

import atexit
import os
import shutil
import tempfile

FOLDER = tempfile.mkdtemp(prefix="desk-test-")
os.environ["DESK_HOME"] = FOLDER
os.environ.pop("DATABASE_URL", None)
os.environ.pop("DESK_KEYS_FILE", None)
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
