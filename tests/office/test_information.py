"""The information form: the registries' own columns, every fault at its field, consents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from core.office.consents import Consents, birth_of, is_minor, needed
from core.office.information import (
    BLOCKS,
    ROOM,
    Emergency,
    Home,
    InformationForm,
    Member,
    Occupant,
    Vehicle,
    from_json,
    room,
    tables_of,
    tidy,
    to_json,
)
from core.office.information_check import MESSAGES, REQUIRED, check, gender_fits
from core.registries.definitions import registry
from core.registries.schema import schema
from tests.office.forms import ALL, FORM

TODAY = date(2026, 3, 2)
PAPER = {
    "home": ["房號", "收集時間", "收集人"],
    "members": ["姓名", "性別", "學歷", "出生年月日", "聯繫方式", "工作單位"],
    "occupants": ["姓名", "性別", "類別", "身份證號", "聯繫方式", "備註"],
    "emergency_contacts": ["姓名", "性別", "與業主關係", "聯繫方式"],
    "vehicles": ["車牌號", "停放區域", "車位號", "主要駕駛員"],
}


def faults(form: InformationForm, consents: Consents | None = ALL) -> list[tuple[str, int, str, str]]:
    return [(f.block, f.row, f.field, f.text.say("en")) for f in check(form, TODAY, consents)]


def one(**values: Any) -> InformationForm:
    """The form with one block of it in other words."""
    return replace(FORM, **values)


def test_the_form_asks_for_what_the_paper_asks():
    assert {b.name: [c.hant for c in b.columns] for b in BLOCKS} == PAPER


def test_the_form_has_every_column_of_its_registries():
    for block in BLOCKS:
        names = [c.name for c in registry(block.registry).columns]
        assert sorted({ROOM, *(c.name for c in block.columns)}) == sorted(names)


def test_a_good_form_has_no_fault():
    assert faults(FORM) == []


def test_a_form_is_kept_in_one_spelling():
    clean = tidy(FORM, TODAY)
    assert clean.home == Home("3-2-501", "2026-03-01", "李管家")
    assert clean.members[0] == Member("慕容建國", "male", "大學", "1970-05-01", "137 0000 1111", "市第一中學")
    assert clean.occupants[0].kind == "nanny"
    assert clean.occupants[0].id_number == "11010519491231002X"
    assert clean.vehicles[0].plate_no == "京A12345"
    assert tidy(clean, TODAY) == clean
    assert from_json(to_json(clean)) == clean


def test_blank_rows_go_and_the_day_is_filled_in():
    clean = tidy(
        one(home=Home("３－２－５０１"), members=(Member(), *FORM.members, Member(" ")), vehicles=(Vehicle(),)), TODAY
    )
    assert clean.home == Home("3-2-501", "2026-03-02", "")
    assert [m.name for m in clean.members] == ["慕容建國", "慕容小明"]
    assert clean.vehicles == ()


def test_tidy_rows_are_rows_of_the_registries():
    tables = tables_of(tidy(FORM, TODAY))
    for name, frame in tables.items():
        schema(registry(name)).validate(frame, lazy=True)
    assert {name: len(frame) for name, frame in tables.items()} == {
        "households": 1,
        "members": 2,
        "occupants": 1,
        "emergency_contacts": 1,
        "vehicles": 1,
    }
    assert tables["members"]["birth_date"].astype(str).tolist() == ["1970-05-01", "2015-06-01"]
    assert tables["members"]["contact"].isna().tolist() == [False, True]
    assert set(tables["vehicles"][ROOM].astype(str)) == {"3-2-501"}


def test_a_block_left_out_makes_no_rows():
    assert list(tables_of(tidy(one(occupants=(), emergency_contacts=(), vehicles=()), TODAY))) == [
        "households",
        "members",
    ]


def test_every_fault_at_once_in_the_order_of_the_form():
    form = InformationForm(
        Home("", "2026-03-03"),
        (Member("", "他", "", "1970-13-01", "hello", ""), Member(), Member("甲" * 41, birth_date="31/12")),
        (Occupant("乙", "男", id_number="11010519491231002X"), Occupant("丙", id_number="110105194912310021")),
        (Emergency("丁", "女", "女兒", ""),),
        (Vehicle("12345"), Vehicle("京A12345"), Vehicle("京A 12345")),
    )
    assert faults(form) == [
        ("home", 0, "room_no", "Fill this in."),
        ("home", 0, "collected_on", "This day is still to come. Check it."),
        ("members", 0, "name", "Fill this in."),
        ("members", 0, "gender", "Choose one from the list."),
        ("members", 0, "birth_date", "The calendar has no such day. Check it."),
        (
            "members",
            0,
            "contact",
            "Write a landline, a mobile number, an e-mail address or a QQ number; several separated by / or 、.",
        ),
        ("members", 2, "name", "At most 40 characters."),
        ("members", 2, "birth_date", "Write the date like 1970-05-01."),
        ("occupants", 0, "id_number", "This number does not go with the gender: one of the two is wrong."),
        (
            "occupants",
            1,
            "id_number",
            "The last character does not fit the others, so one of them is wrong. Check them.",
        ),
        ("emergency_contacts", 0, "contact", "Fill this in."),
        ("vehicles", 0, "plate_no", "This does not look like a plate number such as 京A12345. Check it."),
        ("vehicles", 2, "plate_no", "This stands here twice. Take one of the rows out."),
    ]


@pytest.mark.parametrize(
    "contact",
    [
        "13700001111",
        "+86 137 0000 1111",
        "023-62651234",
        "a.b@example.com",
        "QQ：123456",
        "023-62651234轉12 / 137-0000-1111",
    ],
)
def test_the_ways_to_reach_somebody(contact: str):
    assert faults(one(members=(Member("甲", contact=contact),))) == []


@pytest.mark.parametrize(
    ("id_number", "code"),
    [
        ("1101051949123100", "id_number_length"),
        ("110105194912310020", "id_number_checksum"),
        ("110105194902310026", "id_number_birth"),
        ("110105209912310096", "id_number_birth"),
        ("1.3E+15", "digits_lost"),
    ],
)
def test_id_numbers(id_number: str, code: str):
    assert faults(one(occupants=(Occupant("甲", id_number=id_number),))) == [
        ("occupants", 0, "id_number", MESSAGES[code])
    ]


def test_an_old_id_number_is_taken_with_its_gender():
    assert faults(one(occupants=(Occupant("甲", "女", id_number="110105491231002"),))) == []
    assert gender_fits("110105491231002", "male") is False
    assert birth_of("110105491231002") == date(1949, 12, 31)


def test_somebody_must_be_named_and_reachable():
    assert faults(one(members=())) == [("members", 0, "name", "Write down at least one person of the home.")]
    assert faults(one(members=(Member(), Member("甲")))) == [
        ("members", 1, "contact", "At least one person of the home needs a contact, so that the office can ask back.")
    ]


def test_so_many_rows_and_no_more():
    many = tuple(Member(f"人{i}", contact="13700001111") for i in range(13))
    assert faults(one(members=many)) == [("members", 12, "", "At most 12 rows. Tell the office about the others.")]
    assert faults(one(members=many[:12])) == []


@pytest.mark.parametrize(
    ("without", "places"),
    [
        ("privacy", [("consents", 0, "privacy")]),
        ("id_numbers", [("occupants", 0, "id_number")]),
        ("minors", [("members", 1, "birth_date")]),
        ("vehicles", [("vehicles", 0, "plate_no")]),
    ],
)
def test_what_nobody_agreed_to_is_refused_at_its_field(without: str, places: list[tuple[str, int, str]]):
    said = Consents(3, ALL.given - {without})
    assert [(f.block, f.row, f.field) for f in check(FORM, TODAY, said)] == places


def test_only_what_a_form_holds_needs_a_consent():
    plain = InformationForm(Home("3-2-501"), (Member("甲", birth_date="1970-05-01", contact="13700001111"),))
    assert needed(plain, TODAY) == {}
    assert faults(plain, Consents(3, frozenset({"privacy"}))) == []


@pytest.mark.parametrize(("born", "minor"), [((2012, 3, 2), False), ((2012, 3, 3), True), ((2026, 3, 2), True)])
def test_a_child_is_one_until_the_fourteenth_birthday(born: tuple[int, int, int], minor: bool):
    assert is_minor(date(*born), TODAY) is minor


def test_rooms_in_one_spelling():
    assert [room(r) for r in (" 3－2－501 ", "3 – 2 – 501", "a-1", "3棟501")] == ["3-2-501", "3-2-501", "A-1", "3棟501"]


def test_no_fault_says_the_value():
    form = one(members=(Member("甲", contact="secret words"),), vehicles=(Vehicle("secret"),))
    assert "secret" not in "".join(text for *_at, text in faults(form))
    assert REQUIRED not in [text for *_at, text in faults(form)]
