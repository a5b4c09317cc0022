"""`python -m core account ...` and `audit ...`: what they print, where, and their exit status."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.access import accounts, links, sessions
from core.cli.run import main
from core.clock import utc_now
from core.store.audit import Entry
from core.store.database import Database
from tests import databases
from tests.access.people import ADMIN, OTHER, PASSWORD, refusal, somebody
from tests.planted import plant

LINK = re.compile(r"http://localhost:8501/link/([\w-]{43})\n")
Said = tuple[int, str, str]
Call = Callable[..., Said]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Call:
    """Run a command on the database of `home`; gives status, standard output and standard error."""
    monkeypatch.setenv("DESK_HOME", str(tmp_path / "home"))

    def called(*words: str, language: str = "en") -> Said:
        capfd.readouterr()
        status = main([*words, "--lang", language])
        said = capfd.readouterr()
        return status, said.out, said.err

    return called


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Database]:
    """The same database, at the instant of this machine's clock, as the commands have it."""
    opened = databases.opened(tmp_path / "home", "", databases.Now(utc_now()))
    yield opened
    opened.close()


def token(said: Said) -> str:
    """The token of a printed link, which is all there is on standard output."""
    found = LINK.fullmatch(said[1])
    assert found is not None
    return found[1]


def test_the_first_admin(call: Call, home: Database) -> None:
    first, second = token(call("account", "first-admin")), token(call("account", "first-admin"))
    assert links.peek(home, first) is None
    links.use(home, second, PASSWORD, login="boss")
    said = "There is an admin already. An admin makes the other accounts.\n"
    assert call("account", "first-admin") == (1, "", said)


def test_links_begin_as_people_type_them(call: Call, home: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_HOST", "desk.example.com")
    assert call("account", "first-admin")[1].startswith("https://desk.example.com/link/")
    assert call("account", "first-admin", "--url", "http://10.0.0.7:9000/")[1].startswith("http://10.0.0.7:9000/link/")
    assert links.peek(home, call("account", "first-admin")[1].strip().rpartition("/")[2]) is not None


def test_inviting_resetting_disabling_enabling_granting(call: Call, home: Database) -> None:
    somebody(home, "boss", ADMIN)
    invitation = call("account", "invite", "Amy", "--name", "Amy Chen", "--role", "clerk@S1", "manager@*")
    assert "works once" in invitation[2]
    listed = "amy\tAmy Chen\tclerk@S1,manager@*\tinvited, not yet here\nboss\tboss\tadmin\tactive\n"
    assert call("account", "list")[1] == listed
    session = links.use(home, token(invitation), PASSWORD)
    links.use(home, token(call("account", "reset", "amy")), OTHER)
    assert sessions.person(home, session) is None
    assert call("account", "grant", "amy", "--role", "office")[0] == 0
    assert call("account", "disable", "amy", "--reason", "left")[0] == 0
    assert call("account", "list")[1] == "amy\tAmy Chen\toffice\tdisabled\nboss\tboss\tadmin\tactive\n"
    assert call("account", "enable", "amy")[0] == 0
    assert accounts.check_password(home, "amy", OTHER) == 2
    for _guess in range(5):
        refusal(lambda: accounts.check_password(home, "amy", PASSWORD))
    assert call("account", "list")[1].splitlines()[0] == "amy\tAmy Chen\toffice\tlocked"


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("disable", "boss"), 1, "This is the last admin who can sign in. Make another one first."),
        (("grant", "boss"), 1, "This is the last admin who can sign in. Make another one first."),
        (("invite", "boss"), 1, "This login is taken. Choose another."),
        (("invite", "amy", "--role", "king"), 1, "There is no role king."),
        (("invite", "amy", "--role", "clerk"), 1, "Say for which store the role clerk is given."),
        (("reset", "nobody"), 2, "There is no account nobody. See: account list"),
        (("reset",), 2, "Say whose account: LOGIN."),
    ],
)
def test_what_is_refused(call: Call, home: Database, words: tuple[str, ...], status: int, said: str) -> None:
    somebody(home, "boss", ADMIN)
    assert call("account", *words) == (status, "", f"error: {said}\n")


def test_an_empty_list_says_how_to_begin(call: Call) -> None:
    assert call("account", "list") == (0, "", "There is no account yet. Begin with: account first-admin\n")
    assert call("account", "list", language="zh-Hant")[2] == "還沒有任何帳號。請先執行：account first-admin\n"


def test_verifying_against_a_head(call: Call, home: Database) -> None:
    assert call("audit", "head") == (1, "", "The audit log is empty.\n")
    somebody(home, "boss", ADMIN)
    status, head, _err = call("audit", "head")
    assert (status, bool(re.fullmatch(r"2:[0-9a-f]{64}\n", head))) == (0, True)
    whole = f"The audit log is whole: 2 rows. Its head: {head}"
    assert call("audit", "verify", "--head", head.strip()) == (0, whole, "")
    cut = "Row 3, the head that was written down, is missing: the end was cut off. 2 rows are left.\n"
    assert call("audit", "verify", "--head", f"3{head[1:].strip()}") == (1, cut, "")
    said = "error: A head is a number, a colon and 64 digits, as the command audit head prints it.\n"
    assert call("audit", "verify", "--head", "x") == (1, "", said)


def test_who_saw_a_client(call: Call, home: Database) -> None:
    row = {"client_id": "C1", "store_id": "S1", "name": "陳小姐", "registered_at": "2024-03-04 09:10"}
    number = plant(home, clients=[row])["clients"]
    assert call("audit", "who-saw", "clients:C1") == (0, "", "Nobody saw it in full.\n")
    boss = somebody(home, "boss", ADMIN)
    seen = Entry("reveal", f"clients:{number}#name", boss, "S1", "call back")
    home.write(lambda c: home.note(c, seen))
    status, out, _err = call("audit", "who-saw", "clients:C1")
    assert (status, out.split("\t")[1:]) == (
        0,
        ["boss", "Value shown in full", f"clients:{number}#name", "call back\n"],
    )
    assert call("audit", "who-saw")[0] == 2
    assert call("audit", "who-saw", "clients:C2")[0] == 1
