"""The settings page: the settings in force, and a form to use others."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.rules.settings import Settings, SettingsError, read_settings
from core.web import datasets
from core.web.language import _
from core.web.page import Desk
from core.web.setting_words import differences, in_force

MOST_BYTES = 100_000


def shown(settings: Settings, spoken: str) -> None:
    """Settings in force, and the file that says them."""
    rows = in_force(settings, spoken)
    titles = {"meaning": _("What it decides"), "value": _("Here"), "usual": _("Usual")}
    table(rows.rename(columns=titles))
    st.download_button(
        _("Download these settings"),
        settings.to_toml(),
        "rulebook.toml",
        "text/plain",
        key="settings.file",
        icon=":material/download:",
        on_click="ignore",
    )


def table(rows: pd.DataFrame) -> None:
    """Few rows with long texts, which wrap."""
    st.table(rows.set_index(rows.columns[0]), border="horizontal")


def another_rulebook(desk: Desk) -> None:
    """Take a rulebook.toml, say what it would change, and use it on the open data when asked to."""
    st.markdown(_("Change the file above and drop it here. Results are computed anew; the data stays the same."))
    settings = dropped(desk.language)
    if settings is not None:
        changes = differences(desk.settings, settings, desk.language)
        if changes.empty:
            st.info(_("This file says what is in force already."), icon=":material/check:")
        else:
            labels = {"meaning": _("What it decides"), "old": _("Now"), "new": _("Then")}
            table(changes.rename(columns=labels))
            if st.button(_("Use these settings"), type="primary", key="settings.use"):
                datasets.use_settings(desk.dataset, settings)
                st.rerun()
    if desk.settings != Settings() and st.button(_("Back to the usual settings"), key="settings.usual"):
        datasets.use_settings(desk.dataset, Settings())
        st.rerun()


def dropped(spoken: str) -> Settings | None:
    """Settings of a rulebook.toml that was dropped; None where there is none, or it cannot be used, with its faults."""
    file = st.file_uploader(_("rulebook.toml"), type=["toml", "txt"], key="settings.upload")
    return _read(file.getvalue(), spoken) if file is not None else None


def _read(body: bytes, spoken: str) -> Settings | None:
    """Settings of a file; None, with the faults on the page, where it cannot be used."""
    if len(body) > MOST_BYTES:
        st.error(_("This file is too large for a rulebook."))
        return None
    try:
        return read_settings(body.decode("utf-8-sig"))
    except UnicodeDecodeError:
        st.error(_("This file is not UTF-8 text. Save it as UTF-8 and try again."))
    except SettingsError as error:
        for problem in error.problems:
            st.error(problem.say(spoken), icon=":material/error:")
    return None
