"""Server options that must hold, however the app is started.

`.streamlit/config.toml` beside `app.py` is found from any folder, but a flag, an environment variable or a link to
`app.py` could loosen it. What protects people's data is therefore set again here when the server starts.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from starlette.formparsers import MultiPartParser
from streamlit import config
from streamlit.runtime.pages_manager import PagesManager

HELD: Mapping[str, object] = {
    "browser.gatherUsageStats": False,
    "client.disableDataExport": True,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
    "global.developmentMode": False,
    "logger.enableRich": False,
    "runner.magicEnabled": False,
    "server.allowRunOnSave": False,
    "server.enableAgentApi": False,
    "server.enableCORS": True,
    "server.enableStaticServing": False,
    "server.enableXsrfProtection": True,
    "server.runOnSave": False,
}
NEEDED = ("server.allowedHosts", "server.address", "theme.font")


class OptionsError(RuntimeError):
    """The app would run without its options; the message says how to start it."""


def hold(root: Path) -> list[str]:
    """Set the options of `HELD`, whatever was asked for.

    Args:
        root: Folder of `app.py`, links resolved.

    Returns:
        Names of the options that stood otherwise, sorted.

    Raises:
        OptionsError: The options file beside `app.py` was not read, because the app was started through a link or its
            file is missing.
    """
    if any(not config.get_option(name) for name in NEEDED):
        raise OptionsError(
            f"The options in {root / '.streamlit' / 'config.toml'} were not read. "
            f"Start the app by its own path: streamlit run {root / 'app.py'}"
        )
    # Streamlit takes the folder `pages/` for pages of its own until the first visitor has seen the navigation: that
    # visitor's deep link would not be found, and a file put straight into `pages/` would be served without the frame.
    PagesManager.uses_pages_directory = False
    keep_uploads_in_memory()
    loose = sorted(name for name, value in HELD.items() if config.get_option(name) != value)
    for name in loose:
        config.set_option(name, HELD[name], "core/web/shell/options.py")
    return loose


def allowed_hosts() -> list[str]:
    """Host names that the server answers to."""
    return [str(host) for host in config.get_option("server.allowedHosts")]


def keep_uploads_in_memory() -> None:
    """See to it that a file on its way in is not put into the temporary folder, as it is from one megabyte on."""
    MultiPartParser.spool_max_size = (int(config.get_option("server.maxUploadSize")) + 1) << 20
