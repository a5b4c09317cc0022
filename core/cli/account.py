"""`account`: who can sign in; invitations, new passwords and roles. It prints one-time links, never a password."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from core.cli import DATA_ERRORS, DONE
from core.cli.opened import opened
from core.cli.run import CallError
from core.cli.speak import tell
from core.texts import N_, Text, say

if TYPE_CHECKING:
    from core.access.accounts import Account
    from core.access.roles import Grant
    from core.store.database import Database

ADDRESS = "http://localhost:8501"
SHOWN_ONCE = N_("Give this link to its person alone: it works once, until {until}, and is shown only now.")


def arguments(command: argparse.ArgumentParser, _: Callable[[str], str]) -> None:
    """What is done, with whom."""
    command.add_argument(
        "what",
        metavar="WHAT",
        choices=("list", "first-admin", "invite", "reset", "disable", "enable", "grant"),
        help=_(
            N_(
                "list; first-admin: a link for the first one, while there is none; invite: make an account and its "
                "link; reset: a link for a new password; disable; enable, which ends a lock too; grant: all the roles "
                "from now on"
            )
        ),
    )
    command.add_argument("login", metavar="LOGIN", nargs="?", default="", help=_(N_("login name of the account")))
    command.add_argument("--name", default="", help=_(N_("name that others see (the login)")))
    command.add_argument(
        "--role",
        metavar="ROLE",
        nargs="*",
        default=[],
        help=_(N_("salesperson@STORE, clerk@STORE, manager@STORE (STORE may be *), office, admin")),
    )
    command.add_argument("--staff", metavar="ID", help=_(N_("staff number of a salesperson")))
    command.add_argument("--reason", default="", help=_(N_("why; kept in the audit log")))
    command.add_argument(
        "--url",
        metavar="URL",
        default="",
        help=_(N_("where the app is found (https:// and DESK_HOST, or {url})")).format(url=ADDRESS),
    )


def run(args: argparse.Namespace) -> int:
    """Do it and say it.

    Raises:
        CallError: The login is missing, or nobody has it.
        StoreError: It is refused, or nothing could be kept; the text says why.
    """
    with opened() as database:
        if args.what == "list":
            return _list(database, args.lang)
        if args.what == "first-admin":
            return _first_admin(database, args)
        if not args.login:
            raise CallError(Text(N_("Say whose account: LOGIN.")))
        if args.what == "invite":
            return _invite(database, args)
        return _change(database, args)


def _list(database: Database, language: str) -> int:
    """Each account a line: login, name, roles, state."""
    from core.access.account_rows import said_grants  # noqa: PLC0415 (heavy)
    from core.access.accounts import all_accounts  # noqa: PLC0415

    with database.read() as connection:
        listed = all_accounts(connection)
    for one in listed:
        roles = ",".join(said_grants(one.grants)) or "-"
        tell(f"{one.login}\t{one.shown_name}\t{roles}\t{_state(database, one, language)}", sys.stdout)
    if not listed:
        tell(say(language, N_("There is no account yet. Begin with: account first-admin")))
    return DONE


def _state(database: Database, one: Account, language: str) -> str:
    if one.disabled_at is not None:
        return say(language, N_("disabled"))
    if one.locked_until is not None and one.locked_until > database.clock():
        return say(language, N_("locked"))
    if one.password_at is None and not one.is_tied:
        return say(language, N_("invited, not yet here"))
    return say(language, N_("active"))


def _first_admin(database: Database, args: argparse.Namespace) -> int:
    from core.access.links import first_admin_link  # noqa: PLC0415 (heavy)

    token = first_admin_link(database)
    if token is None:
        tell(say(args.lang, N_("There is an admin already. An admin makes the other accounts.")))
        return DATA_ERRORS
    return _show(database, token, args)


def _invite(database: Database, args: argparse.Namespace) -> int:
    from core.access import accounts, links  # noqa: PLC0415 (heavy)

    given = grants(args.role)
    account_id = accounts.create(database, args.login, args.name, given, staff_id=args.staff or "")
    return _show(database, links.make(database, "invite", account_id), args)


def _change(database: Database, args: argparse.Namespace) -> int:
    from core.access import accounts, links  # noqa: PLC0415 (heavy)
    from core.access.account_rows import by_login  # noqa: PLC0415

    with database.read() as connection:
        account_id = by_login(connection, args.login)
    if account_id is None:
        raise CallError(Text(N_("There is no account {login}. See: account list"), {"login": args.login}))
    if args.what == "reset":
        return _show(database, links.make(database, "reset", account_id), args)
    if args.what == "grant":
        accounts.set_grants(database, account_id, grants(args.role), staff_id=args.staff)
    elif args.what == "disable":
        accounts.disable(database, account_id, reason=args.reason)
    else:
        accounts.enable(database, account_id, reason=args.reason)
    tell(say(args.lang, N_("Done. It holds from the next click on.")))
    return DONE


def grants(words: Sequence[str]) -> list[Grant]:
    """Roles as they are typed: `admin`, `clerk@S1`; unknown ones are refused where they are kept."""
    from core.access.roles import Grant, Role  # noqa: PLC0415

    parts = (word.partition("@") for word in words)
    return [Grant(cast("Role", role.strip()), scope.strip()) for role, _at, scope in parts]


def _show(database: Database, token: str, args: argparse.Namespace) -> int:
    """The link on standard output alone, the rest beside it."""
    from core.access.links import base, peek  # noqa: PLC0415 (heavy)
    from core.clock import local  # noqa: PLC0415

    link = peek(database, token)
    tell(f"{args.url.rstrip('/') or base(os.environ, ADDRESS)}/link/{token}", sys.stdout)
    if link is not None:
        tell(say(args.lang, SHOWN_ONCE, until=f"{local(link.expires_at):%Y-%m-%d %H:%M}"))
    return DONE
