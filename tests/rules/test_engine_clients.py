import random

import numpy as np
import pandas as pd
import pytest

from core.rules.clients import _phone_keys, identify, normal_phone
from core.rules.coded import code
from tests.plain.clients import phone_number
from tests.rules.engine import frames
from tests.rules.log import read_log

PHONES = {
    "13800138000": "13800138000",
    " +86 138-0013-8000": "13800138000",
    "0086 13800138000": "13800138000",
    "１３８００１３８０００": "13800138000",
    "86138001380": "86138001380",  # 11 digits as they stand
    "86021555666": "86021555666",
    "00861380013800": "00861380013800",  # 10 digits would remain
    "無/13800138000": "13800138000",
    "13800138000／13900139000": "13800138000",
    "123/13800138000": "",  # the first part with a digit is too short
    "02155556666、02177778888": "02155556666",
    "123456": "",
    "1234567": "1234567",
    "1111111": "",
    "8611111111111": "",
    "00861111111111": "00861111111111",
    "12345678901234567": "12345678901234567",
    "123456789012345678": "123456789012345678",
    "無": "",
}


@pytest.mark.parametrize(("cell", "digits"), PHONES.items())
def test_phone(cell, digits):
    assert normal_phone(cell) == digits


def read_back(keys, extra):
    longer = {number: digits for digits, number in extra.items()}
    return ["" if key == -1 else longer[key] if key < 0 else str(key)[1:] for key in keys]


def test_whole_columns_of_phones_are_read_alike():
    chance = random.Random(5)
    cells = [*PHONES, *("".join(chance.choice("0018686/;, x、１") for _ in range(20)) for _ in range(2000))]
    cells += [p + "".join(chance.choice("06") for _ in range(n)) for p in ("86", "0086", "") for n in range(6, 20)]
    extra = {}
    keys = _phone_keys(pd.Series(cells, dtype="str"), np.ones(len(cells), bool), extra)
    assert read_back(keys, extra) == [normal_phone(cell) for cell in cells]
    assert [normal_phone(cell) or None for cell in cells] == [phone_number(cell) for cell in cells]


def test_no_cell_is_no_phone():
    keys = _phone_keys(pd.Series(["13800138000", None, "13800138000"], dtype="str"), np.array([False, True, True]), {})
    assert read_back(keys, {}) == ["", "", "13800138000"]


def test_the_first_registered_is_the_canonical_client_and_calls_find_them():
    tables, _ = read_log("""
        client C10 03-01/09:00 phone=13800138000
        client C9 03-01/09:00 phone=+86-13800138000
        client C3 03-02/09:00 phone=8613800138000
        client C4 03-01/08:00 phone=123
        client C5 03-01/08:00 phone=123
        call K1 09:00 phone=138-0013-8000
        call K2 09:10 phone=13800138001
        call K3 09:20 client=C3 phone=13900000000
        call K4 09:30
    """)
    people = identify(code(frames(tables)))
    ids = [client["client_id"] for client in tables["clients"]]
    assert {ids[row]: ids[canonical] for row, canonical in enumerate(people.canonical)} == {
        "C10": "C9",
        "C9": "C9",
        "C3": "C9",
        "C4": "C4",
        "C5": "C5",
    }
    assert [ids[client] if client >= 0 else None for client in people.call_clients] == ["C9", None, "C9", None]
    assert people.has_phone.tolist() == [True, True, True, False, False]


def test_equal_phones_of_two_stores_are_two_people():
    tables, _ = read_log("client C1 03-01/09:00 phone=13800138000\nclient C2 03-02/09:00 phone=13800138000")
    tables["clients"][1]["store_id"] = "S2"
    assert identify(code(frames(tables))).canonical.tolist() == [0, 1]
