"""Cells of every other kind of value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.registries.columns import Column
from core.registries.definitions import ALL, registry
from core.registries.raw import BOOL, DATE, ERROR, NUMBER, TEXT
from core.registries.values import Read, choice_keys, read_cell

AMOUNT = registry("deals").column("amount")
ANY_AMOUNT = Column("x", "x", "money")
SECONDS = registry("calls").column("ring_seconds")
PHONE = registry("clients").column("phone")
ID_NUMBER = registry("occupants").column("id_number")
PLATE = registry("vehicles").column("plate_no")
CONTACT = registry("members").column("contact")
NOTE = registry("followups").column("note")
SOURCE = registry("clients").column("source")
KIND = registry("rulings").column("finding_kind")
DUTY = registry("attendance").column("noon_duty")

CELLS = [
    # money
    (AMOUNT, "1234.5", TEXT, Read(1234.5)),
    (AMOUNT, "1,234.50", TEXT, Read(1234.5)),
    (AMOUNT, "１，２３４．５０", TEXT, Read(1234.5)),
    (AMOUNT, "¥1,234.50", TEXT, Read(1234.5)),
    (AMOUNT, "￥ 1,234", TEXT, Read(1234.0)),
    (AMOUNT, "1234元", TEXT, Read(1234.0)),
    (AMOUNT, "人民幣1234.50元整", TEXT, Read(1234.5)),
    (AMOUNT, "RMB 1234", TEXT, Read(1234.0)),
    (AMOUNT, "203萬", TEXT, Read(2_030_000.0)),
    (AMOUNT, "3.7 万元", TEXT, Read(37_000.0)),
    (AMOUNT, "1.234567萬", TEXT, Read(12_345.67)),
    (AMOUNT, "0", TEXT, Read(0.0)),
    (AMOUNT, ".5", TEXT, Read(0.5)),
    (AMOUNT, "2030000.0", NUMBER, Read(2_030_000.0)),
    (AMOUNT, "2.03e+06", NUMBER, Read(2_030_000.0)),
    (AMOUNT, "0.30000000000000004", NUMBER, Read(0.3)),
    (AMOUNT, "0.305", NUMBER, Read(None, "money_decimals")),
    (AMOUNT, "0.30000000000000004", TEXT, Read(None, "money_decimals")),
    (AMOUNT, "1e5", TEXT, Read(None, "not_money")),
    (AMOUNT, "nan", TEXT, Read(None, "not_money")),
    (AMOUNT, "nan", NUMBER, Read(None, "not_money")),
    (AMOUNT, "12,34", TEXT, Read(None, "not_money")),
    (AMOUNT, "1.234,50", TEXT, Read(None, "not_money")),
    (AMOUNT, "萬", TEXT, Read(None, "not_money")),
    (AMOUNT, "-1", TEXT, Read(-1.0, "too_small")),
    (ANY_AMOUNT, "-1", TEXT, Read(-1.0)),
    (ANY_AMOUNT, "¥-1", TEXT, Read(-1.0)),
    (AMOUNT, "10000000000000", TEXT, Read(None, "money_range")),
    # whole numbers
    (SECONDS, "8", TEXT, Read(8)),
    (SECONDS, "8.0", NUMBER, Read(8)),
    (SECONDS, "８秒", TEXT, Read(8)),
    (SECONDS, "1,000", TEXT, Read(1000)),
    (SECONDS, "-1", TEXT, Read(-1, "too_small")),
    (SECONDS, "8.5", NUMBER, Read(None, "not_whole")),
    (SECONDS, "八", TEXT, Read(None, "not_whole")),
    # ids and phones
    (PHONE, "0912-345-678", TEXT, Read("0912-345-678")),
    (PHONE, "+86 13800138000", TEXT, Read("+86 13800138000")),
    (PHONE, "１３８", TEXT, Read("１３８")),
    (PHONE, "13800138000.0", TEXT, Read("13800138000", "number_mended")),
    (PHONE, "13800138000.", TEXT, Read("13800138000", "number_mended")),
    (PHONE, "1.3800138000E+10", TEXT, Read("13800138000", "number_mended")),
    (PHONE, "1.38E+10", TEXT, Read(None, "digits_hidden")),
    (PHONE, "1E+2", TEXT, Read(None, "digits_hidden")),
    (PHONE, "1.38001380001234e15", TEXT, Read(None, "digits_lost")),
    (PHONE, "3E10", TEXT, Read("3E10")),
    (PHONE, "13800138000.0", NUMBER, Read("13800138000")),
    (PHONE, "13800138000", NUMBER, Read("13800138000")),
    (PHONE, "1.3800138e+10", NUMBER, Read("13800138000")),
    (PHONE, "999999999999999.0", NUMBER, Read("999999999999999")),
    (PHONE, "1000000000000000.0", NUMBER, Read(None, "digits_lost")),
    (PHONE, "1.5", NUMBER, Read("1.5", "number_fraction")),
    (PHONE, "2024-03-02", DATE, Read(None, "date_in_id")),
    (PHONE, "true", BOOL, Read("TRUE")),
    (PHONE, "#N/A", TEXT, Read(None, "cell_error")),
    (PHONE, "#1", TEXT, Read("#1")),
    (PHONE, "whatever", ERROR, Read(None, "cell_error")),
    # ID numbers, plates, contacts
    (ID_NUMBER, "11010519491231002X", TEXT, Read("11010519491231002X")),
    (ID_NUMBER, "11010519491231002x", TEXT, Read("11010519491231002x")),
    (ID_NUMBER, "110105194912310021", TEXT, Read(None, "id_number_checksum")),
    (ID_NUMBER, "110105194912310000", TEXT, Read(None, "digits_lost")),
    (ID_NUMBER, "1.1010519491231e+17", NUMBER, Read(None, "digits_lost")),
    (ID_NUMBER, "110105194902300020", TEXT, Read(None, "id_number_birth")),
    (ID_NUMBER, "110105491231002", TEXT, Read("110105491231002", "id_number_old")),
    (ID_NUMBER, "A123456789", TEXT, Read(None, "id_number_length")),
    (PLATE, "京A12345", TEXT, Read("京A12345")),
    (PLATE, "粵B·D12345", TEXT, Read("粵B·D12345")),
    (PLATE, "沪a-12345", TEXT, Read("沪a-12345")),
    (PLATE, "粤Z1234港", TEXT, Read("粤Z1234港")),
    (PLATE, "ABC-1234", TEXT, Read("ABC-1234", "plate_odd")),
    (CONTACT, "13700001111", TEXT, Read("13700001111")),
    (CONTACT, "010-12345678轉801", TEXT, Read("010-12345678轉801")),
    (CONTACT, "a.b@example.com;QQ:123456", TEXT, Read("a.b@example.com;QQ:123456")),
    (CONTACT, "(02) 2345-6789 / 0912 345 678", TEXT, Read("(02) 2345-6789 / 0912 345 678")),
    (CONTACT, "1234", TEXT, Read(None, "not_contact")),
    (CONTACT, "a@b", TEXT, Read(None, "not_contact")),
    (CONTACT, "/", TEXT, Read(None, "not_contact")),
    # text
    (NOTE, "NA", TEXT, Read("NA")),
    (NOTE, "12.0", NUMBER, Read("12")),
    (NOTE, "12.0", TEXT, Read("12.0")),
    # choices
    (SOURCE, "walk_in", TEXT, Read("walk_in")),
    (SOURCE, "Walk In", TEXT, Read("walk_in")),
    (SOURCE, "上门", TEXT, Read("walk_in")),
    (SOURCE, "網路", TEXT, Read("online")),
    (SOURCE, "天降", TEXT, Read(None, "not_choice")),
    (KIND, "抢客", TEXT, Read("client_grab")),
    (KIND, "遲到", TEXT, Read("遲到", "odd_choice")),
]


@pytest.mark.parametrize(("column", "text", "kind", "said"), CELLS, ids=[f"{c.name}:{t}:{k}" for c, t, k, _ in CELLS])
def test_cell(column: Column, text: str, kind: int, said: Read) -> None:
    assert read_cell(column, text, kind) == said


@pytest.mark.parametrize("word", ["true", "TRUE", "1", "1.0", "yes", "Y", "y", "是", "√", "✓", "有", "对", "１"])
def test_yes(word: str) -> None:
    assert read_cell(DUTY, word, TEXT) == Read(True)


@pytest.mark.parametrize("word", ["false", "False", "0", "0.0", "no", "N", "n", "否", "×", "✗", "無", "没有", "０"])
def test_no(word: str) -> None:
    assert read_cell(DUTY, word, TEXT) == Read(False)


@pytest.mark.parametrize("word", ["2", "-1", "10", "maybe", "是否", "-"])
def test_neither(word: str) -> None:
    assert read_cell(DUTY, word, TEXT) == Read(None, "not_bool")


def test_choices_are_told_apart() -> None:
    for column in (c for r in ALL for c in r.columns if c.choices):
        words = [w for c in column.choices for w in (c.code, c.hant, *c.aliases)]
        assert set(choice_keys(column).values()) == {c.code for c in column.choices}, column.name
        assert {read_cell(column, c.label(language), TEXT).value: c.code for c in column.choices for language in
                ("zh-Hant", "zh-Hans", "en")} == {c.code: c.code for c in column.choices}  # fmt: skip
        assert len(words) >= len(choice_keys(column))


@given(
    st.sampled_from([c for r in ALL for c in r.columns if c.kind not in ("instant", "date")]),
    st.text(min_size=1, max_size=25).map(str.strip).filter(bool),
    st.sampled_from([TEXT, NUMBER, DATE, BOOL, ERROR]),
)
def test_nothing_breaks_it(column: Column, text: str, kind: int) -> None:
    read = read_cell(column, text, kind)
    assert read.value is not None or read.code


@given(st.decimals(min_value=0, max_value=10**12, places=2))
def test_money_goes_round(amount: object) -> None:
    assert read_cell(AMOUNT, f"{amount:,.2f}", TEXT) == Read(float(str(amount)))
    assert f"{read_cell(AMOUNT, str(amount), TEXT).value:.2f}" == f"{amount:.2f}"
