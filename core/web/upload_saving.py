"""Saving an upload: whole, or its good rows; or only looking at it. Nothing is lost where it cannot be saved."""

from __future__ import annotations

import streamlit as st

from core.access.roles import Person
from core.registries.definitions import registry
from core.registries.left_out_workbook import left_out_workbook
from core.store.faults import StoreError
from core.web import datasets, exports, language, upload_plan, upload_preview, upload_saved, upload_settings, uploads
from core.web.language import _
from core.web.upload_plan import Plan
from core.web.upload_progress import done_beside
from core.web.uploads import Pending


def show(pending: Pending, person: Person, spoken: str, *, good: bool = False) -> None:
    """The preview and the buttons.

    Args:
        pending: The upload.
        person: Who would save it.
        spoken: The language.
        good: Whether only its good rows are meant.
    """
    try:
        with st.spinner(_("Comparing with what is kept ...")):
            planned = upload_plan.plans(pending, person, good=good)
    except StoreError as error:
        st.error(error.text.say(spoken), icon=":material/error:")
        _look(pending)
        return
    own = upload_preview.show(planned, person, spoken)
    if own and upload_preview.is_empty(planned):
        st.info(_("All of it is kept already; saving it again would change nothing."), icon=":material/done_all:")
        own = False
    if own and upload_plan.has_moved(planned):
        _again(pending, person)
        own = False
    if own:
        _ask(pending, planned, person, spoken)
    _look(pending)
    upload_preview.rows(planned, spoken)


def _again(pending: Pending, person: Person) -> None:
    st.warning(
        _("Somebody saved meanwhile, so this may not be what would change any more. Your files are still here."),
        icon=":material/update:",
    )
    if st.button(_("Look again"), type="primary", icon=":material/refresh:", key="upload.again"):
        uploads.again(pending, person)
        st.rerun()


def _ask(pending: Pending, planned: list[Plan], person: Person, spoken: str) -> None:
    remove = _also_missing(pending, planned, spoken)
    offer = upload_settings.offered(pending, planned, person)
    good = any(plan.good for plan in planned)
    label = _("Save the good rows") if good else _("Save")
    rows = sum(plan.count("new") + plan.count("changed") for plan in planned)
    idle = not rows and not remove
    if idle:
        st.caption(_("Nothing in it is new or changed. There is something to save once the missing rows are to go."))
    if not st.button(label, type="primary", icon=":material/save:", key="upload.save", disabled=idle):
        return
    try:
        with st.spinner(_("Saving {rows} rows ...", rows=language.number(rows)), show_time=True):
            done = done_beside(
                lambda share: upload_plan.save(pending, planned, person, remove_missing=remove, progress=share),
                lambda percent: _(
                    "{percent}% done. What others save meanwhile may wait a little; nothing of it is lost.",
                    percent=percent,
                ),
            )
    except StoreError as error:
        st.error(error.text.say(spoken), icon=":material/error:")
        st.caption(_("Your files are still here. Nothing of them was saved."))
        return
    failed = upload_settings.use(offer, pending, person, done[0].batch_id) if offer else []
    rest = left_out_workbook(pending.files, pending.good(), spoken) if good else None
    uploads.forget()
    upload_saved.go([each.batch_id for each in done], failed, rest)


def _also_missing(pending: Pending, planned: list[Plan], spoken: str) -> bool:
    """Ask whether missing rows go."""
    counted = {n: c for plan in planned if "missing" in plan.sorts for n, c in plan.counted("missing").items()}
    if not counted:
        return False
    what = "、".join(f"{registry(n).label(spoken)} {language.number(c)}" for n, c in counted.items())
    return st.checkbox(
        _(
            "Also take out the {count} rows that are missing: {what}",
            count=language.number(sum(counted.values())),
            what=what,
        ),
        key=f"upload.remove.{pending.key[:8]}",
    )


def _look(pending: Pending) -> None:
    """The way to look without saving, where the upload is whole by itself."""
    if pending.lookable:
        if st.button(_("Only look at it, do not save"), icon=":material/visibility:", key="upload.use"):
            datasets.use(pending.reading, pending.title)
            uploads.forget()
            st.switch_page("pages/store/overview.py")
    elif pending.ok and pending.leans:
        st.caption(_("It names rows that are kept already, so it can be looked at once it is saved."))


def good_rows(pending: Pending, person: Person, spoken: str) -> None:
    """Offer to save the rows in order of an upload with errors, with the rest to download."""
    with st.spinner(_("Sorting out the good rows ...")):
        sorted_out = pending.good()
    if sorted_out.missing:
        names = "、".join(registry(name).label(spoken) for name in sorted_out.missing)
        st.caption(_("Without {registries} no row can be saved.", registries=names))
        return
    if not sorted_out.possible:
        return
    wanted = st.toggle(
        _(
            "Save the {good} good rows now and mend the other {out} later",
            good=language.number(sorted_out.count),
            out=language.number(sum(sorted_out.left_out.values())),
        ),
        key=f"upload.good.{pending.key[:8]}",
        help=_("Rows with an error stay out, and so does every row that names one of them."),
    )
    if not wanted:
        return
    out = [f"{registry(n).label(spoken)} {language.number(c)}" for n, c in sorted_out.left_out.items()]
    st.caption(_("These stay out:") + "　" + "　".join(out))
    st.download_button(
        _("The rows that stay out, to mend (Excel)"),
        lambda: left_out_workbook(pending.files, sorted_out, spoken),
        "left-out.xlsx",
        exports.EXCEL_MIME,
        key="upload.rest",
        icon=":material/download:",
        on_click="ignore",
    )
    show(pending, person, spoken, good=True)
