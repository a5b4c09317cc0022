"""Coverage of homes, and the settings that say which homes there are; on both databases."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from core.office import cards, filing, office_settings
from core.office.consents import KINDS, Consents
from core.office.coverage import coverage
from core.office.information import Emergency, Home, InformationForm, Member
from core.office.office_settings import OfficeSettings
from core.store.database import Database
from core.store.faults import Refused
from core.store.tables import audit

AGREED = Consents(1, frozenset(KINDS))
REACHED = (Member("司馬光榮", contact="13700002222"),)
URGENT = (Emergency("王美玲", contact="13700003333"),)


def file(database: Database, room: str, token: str, *, whole: bool = True) -> None:
    form = InformationForm(Home(room), REACHED, emergency_contacts=URGENT if whole else ())
    filing.file(database, form, AGREED, token)


def told(database: Database) -> tuple[object, ...]:
    with database.read() as connection:
        found = coverage(connection)
    return found.complete, found.begun, found.homes, found.basis, found.beside, found.buildings.to_numpy().tolist()


def test_without_a_home_there_is_nothing_to_cover(database: Database):
    assert told(database) == (0, 0, 0, "known", (), [])


def test_without_a_list_the_homes_are_those_that_anything_names(database: Database):
    file(database, "3-2-501", "f1")
    file(database, "10-1-101", "f2", whole=False)
    cards.make(database, 1, "p1", 1)
    cards.give_out(database, "1", "3-2-502", "g1", 1)
    assert told(database) == (1, 2, 3, "known", (), [["3", 1, 1, 2], ["10", 0, 1, 1]])


def test_a_list_counts_homes_that_nobody_has_seen(database: Database):
    file(database, "3-2-501", "f1")
    file(database, "9-9-999", "f2")
    office_settings.change_rooms(database, ["3-2-501", "3-2-502", "a-101"], "s1", 1)
    expected = [["3", 1, 1, 2], ["9", 1, 1, 1], ["A", 0, 0, 1]]
    assert told(database) == (2, 2, 4, "list", ("9-9-999",), expected)


def test_what_the_office_says_of_itself(database: Database):
    with database.read() as connection:
        assert office_settings.office(connection) == OfficeSettings("", "", "", "", "", 10)
    said = OfficeSettings(" 學府花園 ", "物業服務中心", "023-6265 0000", "8:30-17:30", "https://desk.example/", 5)
    for token in ("s1", "s1", "s2"):  # the same again is no change
        office_settings.change(database, said, token, 1)
    with database.read() as connection:
        kept = office_settings.office(connection)
        log = connection.execute(sa.select(audit.c.action, audit.c.detail)).all()
    assert kept == OfficeSettings("學府花園", "物業服務中心", "023-6265 0000", "8:30-17:30", "https://desk.example", 5)
    changed = '["base_url", "estate", "hours", "minimum_sample", "office", "telephone"]'
    assert [tuple(row) for row in log] == [("office.settings", f'{{"changed": {changed}}}')]


@pytest.mark.parametrize(
    "said",
    [
        OfficeSettings(estate="園" * 81),
        OfficeSettings(minimum_sample=0),
        OfficeSettings(minimum_sample=1001),
        OfficeSettings(base_url="desk.example"),
        OfficeSettings(base_url="javascript://desk.example"),
        OfficeSettings(base_url="https://desk.example/forms"),
        OfficeSettings(base_url="https://me:pass@desk.example"),
        OfficeSettings(base_url="https://desk.example?x=1"),
        OfficeSettings(base_url="https://desk.example:99999"),
        OfficeSettings(base_url="https://[desk"),
    ],
)
def test_settings_that_could_not_be_used_are_refused(database: Database, said: OfficeSettings):
    with pytest.raises(Refused):
        office_settings.change(database, said, "s1", 1)


def test_rooms_are_read_in_any_spelling_once_each(database: Database):
    assert office_settings.read_rooms("3-2-501, ３－２－５０２\n\n3-2-501；a-1、 B 2 ") == [
        "3-2-501",
        "3-2-502",
        "A-1",
        "B2",
    ]
    assert office_settings.rooms_of("3", 2, 2, 2) == [
        *("3-1-101", "3-1-102", "3-1-201", "3-1-202"),
        *("3-2-101", "3-2-102", "3-2-201", "3-2-202"),
    ]
    assert office_settings.change_rooms(database, [" 3-2-501", "3-2-501", ""], "s1", 1) == 1
    with database.read() as connection:
        assert office_settings.rooms(connection) == ("3-2-501",)
    assert office_settings.change_rooms(database, [], "s2", 1) == 0
    with database.read() as connection:
        assert office_settings.rooms(connection) == ()


def test_a_list_of_homes_has_bounds(database: Database):
    with pytest.raises(Refused):
        office_settings.change_rooms(database, ["9" * 31], "s1", 1)
    with pytest.raises(Refused):
        office_settings.change_rooms(database, (str(n) for n in range(office_settings.ROOMS_MOST + 1)), "s2", 1)
