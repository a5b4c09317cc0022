"""How far it is, on standard error, when that is a terminal."""

from __future__ import annotations

import shutil
import sys
from types import TracebackType

from tqdm import tqdm  # type: ignore[import-untyped]


class Bar:
    """A bar from 0 to 1 that shows only on a terminal; a context manager.

    Args:
        what: What is going on.
    """

    def __init__(self, what: str) -> None:
        """Show an empty bar."""
        self._bar = tqdm(
            total=1.0,
            desc=what,
            file=sys.stderr,
            disable=not sys.stderr.isatty(),
            leave=False,
            ncols=max(40, min(100, shutil.get_terminal_size().columns)),
            bar_format="{desc} {bar} {percentage:3.0f}%{postfix}",
        )

    def to(self, share: float, what: str = "") -> None:
        """Move the bar to a share of the whole and say what is at hand."""
        self._bar.set_postfix_str(what, refresh=False)
        self._bar.update(max(share - self._bar.n, 0.0))

    def __enter__(self) -> Bar:
        """Return itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        """Take the bar away."""
        self._bar.close()
