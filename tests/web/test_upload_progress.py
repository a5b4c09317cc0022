"""Work beside the page: the share done is shown, and what it gives or raises comes back."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest


def _page() -> None:
    import threading  # noqa: PLC0415 (the function is a page by itself)

    import streamlit as st  # noqa: PLC0415

    from core.web.upload_progress import Share, done_beside  # noqa: PLC0415

    said: list[int] = []
    was_shown = threading.Event()

    def say(percent: int) -> str:
        said.append(percent)
        was_shown.set()
        return f"{percent}%"

    def work(share: Share) -> str:
        share(0.4299)
        was_shown.wait()
        return "kept"

    st.text(f"{done_beside(work, say)} {sorted(set(said))}")

    def failing(_share: Share) -> str:
        raise ValueError("not kept")

    try:
        done_beside(failing, say)
    except ValueError as error:
        st.text(str(error))


def test_the_share_is_shown_and_the_outcome_comes_back() -> None:
    app: Any = AppTest.from_function(_page).run()
    assert [each.value for each in app.text] == ["kept [42]", "not kept"]
    assert not app.exception
