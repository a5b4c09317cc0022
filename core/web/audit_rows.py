"""The page of the audit log: the rows chosen, a page at a time, the export, and verifying the chain."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.access.audit_detail import said
from core.access.audit_words import label
from core.clock import local
from core.store import audit_chain, audit_log
from core.store.audit import Entry
from core.store.audit_log import Choice, Line
from core.store.faults import StoreError
from core.web import choose, exports, kept, language, signed_in
from core.web.language import _

ROWS = 200
CHOICE = "audit.choice"


def show(choice: Choice) -> None:
    """The rows of a choice, newest first, with the way to older ones."""
    before = _before(choice)
    with kept.database().read() as connection:
        lines = audit_log.page(connection, choice, ROWS, before)
        count = audit_log.count(connection, choice)
    if not lines:
        st.info(_("The log has no such row. Choose more days, or another act or person."), icon=":material/inbox:")
        return
    st.caption(_("{count} rows of the log", count=language.number(count)))
    when = st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm:ss")
    st.dataframe(framed(lines), hide_index=True, key="audit.rows", column_config={_("When"): when}, placeholder="")
    with st.container(horizontal=True):
        if before is not None and st.button(_("Newest rows"), icon=":material/first_page:", key="audit.newest"):
            choose.keep("before", None)
            st.rerun()
        if len(lines) == ROWS and st.button(_("Older rows"), icon=":material/chevron_right:", key="audit.older"):
            choose.keep("before", str(lines[-1].seq))
            st.rerun()


def framed(lines: Sequence[Line]) -> pd.DataFrame:
    """Rows as people read them: local time, acts in words."""
    spoken = language.current()
    return pd.DataFrame(
        {
            _("No."): [line.seq for line in lines],
            _("When"): pd.Series([local(line.at) for line in lines], dtype="datetime64[s]"),
            _("Who"): [line.shown_name for line in lines],
            _("Act"): [label(line.action, spoken) for line in lines],
            _("Done to"): [line.subject for line in lines],
            _("Store"): [_where(line.scope) for line in lines],
            _("Reason"): [line.reason for line in lines],
            _("More"): [said(line.detail, spoken) for line in lines],
        }
    )


def export(choice: Choice) -> None:
    """Prepare the rows of a choice as files; that they were taken is a row of the log itself."""
    if st.button(_("Prepare the rows as a file"), icon=":material/download:", key="audit.prepare"):
        someone = signed_in.guard("audit")
        if not signed_in.may("export.masked"):
            st.warning(_("You may not do this."))
            return
        database = kept.database()
        with database.read() as connection:
            lines = audit_log.page(connection, choice, exports.EXCEL_ROWS)
        _note("audit.export", someone.account_id, {"rows": len(lines)})
        rows = framed(lines)
        for name, ending, mime, body in (
            (_("Excel"), "xlsx", exports.EXCEL_MIME, exports.excel([exports.Sheet("audit", rows)])),
            (_("CSV"), "csv", exports.CSV_MIME, exports.csv(rows)),
        ):
            st.download_button(name, body, f"audit.{ending}", mime, key=f"audit.{ending}", on_click="ignore")


def verify() -> None:
    """A button that walks the chain, against a head that was written down where one is given."""
    st.caption(
        _(
            "Each row is signed over the one before: a row that was changed or taken out is found. Write the head down "
            "elsewhere; with it, rows cut off at the end are found too."
        )
    )
    written = st.text_input(_("Head written down earlier, if there is one"), key="audit.head", autocomplete="off")
    if not st.button(_("Verify the log"), icon=":material/verified:", key="audit.verify"):
        return
    someone = signed_in.guard("audit")
    try:
        known = audit_chain.head_of(written) if written.strip() else None
    except StoreError as wrong:
        st.warning(language.escaped(wrong.text.say(language.current())), icon=":material/block:")
        return
    database = kept.database()
    with st.spinner(_("Verifying ...")), database.read() as connection:
        verdict = audit_chain.verify(connection, database.sealer.ring, known)
    _note("audit.verify", someone.account_id, {"rows": verdict.rows, "why": verdict.why})
    told = language.escaped(verdict.text.say(language.current()))
    if verdict.why is None:
        st.success(told, icon=":material/verified:")
    else:
        st.error(told, icon=":material/gpp_bad:")


def _note(action: str, account_id: int, detail: dict[str, object]) -> None:
    database = kept.database()
    database.write(lambda c: database.note(c, Entry(action, "audit:log", account_id, detail=detail)))


def _before(choice: Choice) -> int | None:
    """From which row on; another choice begins with the newest again."""
    if st.session_state.setdefault(CHOICE, choice) != choice:
        st.session_state[CHOICE] = choice
        choose.keep("before", None)
    asked = choose.kept("before") or ""
    return int(asked) if asked.isdecimal() and len(asked) < 19 else None


def _where(scope: str | None) -> str:
    if scope is None:
        return ""
    return scope or _("Property office")
