"""The parts of the backup page: the last backup, making one now, taking it away, how to restore."""

from __future__ import annotations

import os
from datetime import datetime
from functools import partial

import streamlit as st

from core.access import roles
from core.access.roles import Person
from core.clock import local
from core.store import backup
from core.store.audit import Entry
from core.store.backup_file import PASSPHRASE
from core.store.faults import StoreError
from core.web import kept, language
from core.web.language import _

MADE = "backup.made"
MIME = "application/octet-stream"


def last() -> None:
    """When the last backup was made, or that there is none."""
    with kept.database().read() as connection:
        known = backup.last(connection)
    if known is None:
        st.warning(_("No backup was made yet. Whatever is lost on this machine now is lost for good."))
        return
    at, size = language.instant(local(datetime.fromisoformat(known["made_at"]))), megabytes(known["size"])
    st.markdown(_("Last backup: **{at}**, {size} MB.", at=at, size=size))


def make(person: Person) -> None:
    """The button that makes a backup, and what came of it."""
    if st.button(_("Make a backup now"), type="primary", icon=":material/backup:", key="backup.make"):
        if not roles.may(person, "backup.make"):
            st.error(_("This page is not for your role. Whoever looks after the accounts can change that."))
            return
        try:
            with st.spinner(_("Making the backup; others can go on working ...")):
                _make(person)
        except StoreError as wrong:
            st.error(wrong.text.say(language.current()))
            return
    if MADE not in st.session_state:
        return
    name, is_new = st.session_state[MADE]
    st.success(_("The backup {file} is made. Take both files away and keep them on another machine.", file=name))
    if is_new:
        _key_hint()


def _make(person: Person) -> None:
    database = kept.database()
    key, is_new = backup.key_to_make_with(backup.key_file_of(database.home), os.environ.get(PASSPHRASE))
    made = backup.make(database, key, backup.folder_of(database.home), person.account_id)
    st.session_state[MADE] = (made.file.name, is_new)


def _key_hint() -> None:
    st.warning(
        _(
            "A backup key was made: the file {file} on the server. Have its copy kept elsewhere, apart from the "
            "backups: without it no backup opens, and with it they open for anybody.",
            file=backup.KEY_FILE,
        ),
        icon=":material/key:",
    )


def taken_away(person: Person) -> None:
    """Buttons to download the newest backup, both parts; each download is in the audit log."""
    folder = backup.folder_of(kept.database().home)
    found = backup.kept(folder)
    if not found:
        return
    st.subheader(_("Take it away"), anchor=False)
    newest = found[0]
    with st.container(horizontal=True):
        for title, file in (
            (_("The data, {size} MB", size=megabytes(newest.size)), newest.file),
            (_("The secrets"), folder / backup.SECRETS_FILE),
        ):
            st.download_button(
                title,
                partial(_body, file.name, person),
                file.name,
                MIME,
                key=f"backup.download.{file.name}",
                icon=":material/download:",
                on_click="ignore",
            )
    st.caption(
        _(
            "Both files are encrypted. Keep as many of the data as you like, but only the newest of the secrets: that "
            "is how somebody who was erased is gone from every backup."
        )
    )


def _body(name: str, person: Person) -> bytes:
    """The bytes of a file, noted in the audit log first."""
    database = kept.database()
    entry = Entry("backup.download", f"backup:{name}", person.account_id)
    database.write(lambda connection: database.note(connection, entry))
    return backup.body(backup.folder_of(database.home) / name)


def how_to_restore() -> None:
    """What to do when the machine is gone."""
    st.subheader(_("How to restore"), anchor=False)
    st.markdown(
        _(
            "On the new machine: install the app, put the two files into one folder and the backup key beside it, and "
            "run this in the project's folder. Nobody is signed in afterwards."
        )
    )
    st.code(
        f"python -m core restore FOLDER/data-….deskbackup --home data/local --key-file {backup.KEY_FILE}",
        language="text",
    )


def megabytes(size: int) -> str:
    """A size in bytes as megabytes, one digit after the point."""
    return language.number(max(size / 1_000_000, 0.1), 1)
