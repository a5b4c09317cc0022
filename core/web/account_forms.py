"""What an admin does with accounts: invite, change roles, send a link, shut out and let in, tie to a provider."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.access import accounts, oidc, sessions
from core.access.accounts import Account
from core.access.roles import ALL_STORES, ROLES, STORE_ROLES, Grant
from core.store.rows import known_scopes
from core.web import account_list, account_words, kept
from core.web.account_list import done, tried
from core.web.language import _

INVITED = "accounts.invited"
"""How many were invited in this session: a fresh form for each."""


def invite() -> None:
    """The form that makes an account and shows its invitation once; what was refused stays in it."""
    key = f"accounts.invite.{st.session_state.get(INVITED, 0)}"
    with st.form(key, border=False):
        login = st.text_input(_("Login name"), key=f"{key}.login", max_chars=64)
        name = st.text_input(_("Name that others see"), key=f"{key}.name", max_chars=80)
        staff_id = _staff_field(f"{key}.staff", "")
        given = _grant_fields(key, frozenset())
        pressed = st.form_submit_button(_("Make the account and its invitation"), type="primary")
    links: list[str] = []

    def act(by: int) -> None:
        number = accounts.create(kept.database(), login, name, given(), staff_id=staff_id.strip(), by=by)
        links.append(account_list.new_link("invite", number, by))

    if pressed and tried(act):
        st.session_state[INVITED] = st.session_state.get(INVITED, 0) + 1
        done(_("The account of {name} is made. Its invitation, for seven days:", name=name or login), links[0])


def change(account: Account, own_id: int) -> None:
    """Everything that can be done with one account."""
    st.subheader(_("Roles"), anchor=False)
    _roles(account)
    st.subheader(_("Password and sessions"), anchor=False)
    _access(account)
    st.subheader(_("Account at a provider"), anchor=False)
    _provider(account)
    st.subheader(_("Shut out"), anchor=False)
    if account.account_id == own_id:
        st.caption(_("This is your own account: another admin can shut it out."))
    else:
        _shut_out(account)


def _roles(account: Account) -> None:
    number = account.account_id
    with st.form(f"accounts.roles.{number}"):
        staff_id = _staff_field(f"accounts.roles.{number}.staff", account.staff_id)
        given = _grant_fields(f"accounts.roles.{number}", account.grants)
        pressed = st.form_submit_button(_("Save the roles"), type="primary")
    if pressed and tried(
        lambda by: accounts.set_grants(kept.database(), number, given(), by, staff_id=staff_id.strip())
    ):
        done(_("The roles of {name} are changed; they hold from the next click.", name=account.shown_name))


def _access(account: Account) -> None:
    number, name = account.account_id, account.shown_name
    links: list[str] = []
    with st.container(horizontal=True):
        if st.button(
            _("Make a link for a new password"),
            key=f"accounts.reset.{number}",
            icon=":material/key:",
            disabled=account.disabled_at is not None,
        ) and tried(lambda by: links.append(account_list.new_link("reset", number, by))):
            done(_("The link for a new password of {name}, for one day:", name=name), links[0])
        if st.button(_("End all sessions"), key=f"accounts.end.{number}", icon=":material/logout:") and tried(
            lambda by: sessions.end_all(kept.database(), number, by)
        ):
            done(_("{name} is signed out everywhere.", name=name))


def _provider(account: Account) -> None:
    number = account.account_id
    if account.is_tied:
        st.caption(_("Tied: this person signs in at the provider."))
        if st.button(_("Untie"), key=f"accounts.untie.{number}", icon=":material/link_off:") and tried(
            lambda by: oidc.untie_oidc(kept.database(), number, by)
        ):
            done(_("The account of {name} is tied to no provider.", name=account.shown_name))
        return
    st.caption(_("Both lines stand on the page that the provider's people see when they have no account here."))
    with st.form(f"accounts.tie.{number}"):
        issuer = st.text_input(_("Issuer"), key=f"accounts.tie.{number}.issuer")
        subject = st.text_input(_("Subject (OIDC)"), key=f"accounts.tie.{number}.subject")
        pressed = st.form_submit_button(_("Tie the account"))
    if pressed and tried(lambda by: oidc.tie_oidc(kept.database(), number, issuer.strip(), subject.strip(), by)):
        done(_("The account of {name} is tied to its provider.", name=account.shown_name))


def _shut_out(account: Account) -> None:
    number, name = account.account_id, account.shown_name
    if account.disabled_at is not None:
        st.caption(_("Disabled since {when}.", when=account_words.when(account.disabled_at)))
        if st.button(_("Let in again"), key=f"accounts.enable.{number}", icon=":material/lock_open:") and tried(
            lambda by: accounts.enable(kept.database(), number, by)
        ):
            done(_("{name} may sign in again.", name=name))
        return
    with st.form(f"accounts.disable.{number}"):
        reason = st.text_input(_("Reason, for the audit log"), key=f"accounts.disable.{number}.reason", max_chars=200)
        pressed = st.form_submit_button(_("Disable the account"))
    if pressed and not reason.strip():
        st.error(_("Give a reason."))
    elif pressed and tried(lambda by: accounts.disable(kept.database(), number, by, reason.strip())):
        done(_("{name} is shut out from the next click.", name=name))


def _staff_field(key: str, value: str) -> str:
    return st.text_input(
        _("Staff number"), value, key=key, help=_("Who a salesperson is in the staff registry; blank for others.")
    )


def _grant_fields(key: str, now: frozenset[Grant]) -> Callable[[], list[Grant]]:
    """A line for each role; the function that gathers what was chosen."""
    with kept.database().read() as connection:
        stores = known_scopes(connection)
    scopes = [ALL_STORES, *(s for s in stores if s), *sorted({g.scope for g in now} - {*stores, ALL_STORES, ""})]
    chosen: list[Grant] = []
    for role in ROLES:
        if role in STORE_ROLES:
            before = sorted(g.scope for g in now if g.role == role)
            picked = st.multiselect(
                _("{role} of", role=account_words.role(role)),
                scopes,
                before,
                format_func=account_words.store,
                key=f"{key}.{role}",
                accept_new_options=True,
                placeholder=_("No store"),
            )
            chosen += [Grant(role, str(s).strip()) for s in picked]
        elif st.checkbox(account_words.role(role), Grant(role, "") in now, key=f"{key}.{role}"):
            chosen.append(Grant(role, ""))
    return lambda: chosen
