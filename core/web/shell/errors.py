"""A bug in a page: a reference number on the screen, the place in the log, nobody's data in either.

Messages of exceptions may hold what people typed or uploaded (a KeyError names the key), so neither the screen nor the
log gets them: the log has the type of the error and the lines of code it went through.
"""

from __future__ import annotations

import logging
import secrets

import streamlit as st

from core.logs import places
from core.store.faults import StoreError
from core.web import language
from core.web.language import _

LOGGER = logging.getLogger("reception_desk")
STREAMLIT_LOGGERS = (
    "streamlit.error_util",
    "streamlit.runtime.scriptrunner.script_runner",
    "streamlit.web.server.starlette.starlette_auth_routes",
)


class _NoMessages(logging.Filter):
    """Takes the message of an exception out of a log record; the places stay."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = None
            record.msg = f"{record.getMessage()}: {type(record.exc_info[1]).__qualname__} (places follow by reference)"
            record.args = None
            record.exc_info = None
        return True


def keep_messages_out() -> None:
    """Have Streamlit's own log of script errors go without the errors' messages; once is enough."""
    for name in STREAMLIT_LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(f, _NoMessages) for f in logger.filters):
            logger.addFilter(_NoMessages())


def show(error: Exception) -> bool:
    """Show a reference number and log the places under it; what the operator can mend is said in its own words.

    Returns:
        True: Streamlit shows nothing of its own.
    """
    if isinstance(error, StoreError):
        LOGGER.error("refused: %s", places(error), extra={"page": st.session_state.get("page", "?")})
        st.error(language.escaped(error.text.say(language.current())), icon=":material/error:")
        return True
    reference = secrets.token_hex(4).upper()
    page = st.session_state.get("page", "?")
    told = {"reference": reference, "page": page}
    LOGGER.error("a page failed: %s", places(error), extra=told)
    st.error(
        _(
            "Something went wrong here, and it is our fault. Reference {reference}. Nothing of yours was lost: please "
            "try again, or tell whoever looks after this app the reference.",
            reference=reference,
        ),
        icon=":material/error:",
    )
    return True
