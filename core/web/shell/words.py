"""Words that Streamlit's own widgets say, and the script that says them in the reader's language.

Streamlit has no option for them. The script changes text only where it is wholly one of these messages; what people
wrote or uploaded stands in other places (tables are drawn, not text) and is left alone.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

from core.texts import LANGUAGES, N_, say

WIDGET_WORDS = (
    N_("Skip to main content"),
    N_("Upload"),
    N_("Browse files"),
    N_("Drag and drop files here"),
    N_("Drag and drop file here"),
    N_("{size} per file"),
    N_("{size} per file • {kinds}"),
    N_("Limit {size} per file"),
    N_("Limit {size} per file • {kinds}"),
    N_("File must be {size} or smaller."),
    N_("{kind} files are not allowed."),
    N_("Choose an option"),
    N_("Choose options"),
    N_("No results"),
    N_("No options to select"),
    N_("Select all"),
    N_("Search"),
    N_("Type to search"),
    N_("Fullscreen"),
    N_("Close fullscreen"),
    N_("Exit fullscreen"),
    N_("View fullscreen"),
    N_("Show/hide columns"),
    N_("Download as CSV"),
    N_("Sort ascending"),
    N_("Sort descending"),
    N_("Autosize"),
    N_("Pin column"),
    N_("Unpin column"),
    N_("Hide column"),
    N_("Format"),
    N_("Statistics"),
    N_("Clear selection"),
    N_("Clear filters"),
    N_("Press Enter to apply"),
    N_("Press Enter to submit form"),
    N_("Running..."),
    N_("Running"),
    N_("Stop"),
    N_("Connecting"),
    N_("Connection error"),
    N_("Page not found"),
    N_("The page that you have requested does not seem to exist. Running the app's main page."),
    N_("empty"),
    N_("Close"),
    N_("View more"),
    N_("View less"),
    N_("View {count} more"),
    N_("Show password text"),
    N_("Open sidebar"),
    N_("Close sidebar"),
    N_("Expand sidebar"),
    N_("Collapse sidebar"),
    N_("Remove file"),
    N_("Cancel"),
    N_("Retry"),
    N_("Copy to clipboard"),
    N_("Copied"),
    N_("Help"),
    N_("Clear value"),
    N_("Increment value"),
    N_("Decrement value"),
    N_("Save as SVG"),
    N_("Save as PNG"),
    N_("Show data"),
    N_("Show chart"),
)
SOURCE = Path(__file__).with_name("words.js")
_PLACE = re.compile(r"\\\{(\w+)\\\}")


def _pattern(message: str) -> str:
    return "^" + _PLACE.sub(lambda m: f"(?<{m[1]}>.+?)", re.escape(message)) + "$"


def _replacement(said: str) -> str:
    return re.sub(r"\{(\w+)\}", r"$<\1>", said.replace("$", "$$$$"))


@lru_cache(maxsize=1)
def script() -> str:
    """The script, with the words of every language in it."""
    words = {
        language: [[_pattern(m), _replacement(say(language, m))] for m in WIDGET_WORDS if say(language, m) != m]
        for language in LANGUAGES
    }
    return SOURCE.read_text(encoding="utf-8").replace("__WORDS__", json.dumps(words, ensure_ascii=False))
