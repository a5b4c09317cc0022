"""A filled information form for tests."""

from __future__ import annotations

from core.office.consents import KINDS, Consents
from core.office.information import Emergency, Home, InformationForm, Member, Occupant, Vehicle

FORM = InformationForm(
    Home(" 3-2-501 ", "2026-03-01", "李管家"),
    (
        Member("慕容建國", "男", "大學", "1970/5/1", "137 0000 1111", "市第一中學"),
        Member("慕容小明", "male", "", "2015-06-01", "", ""),
    ),
    (Occupant("趙阿姨", "女", "保姆", "11010519491231002x", "QQ 123456789", "週末不在"),),
    (Emergency("王美玲", "女", "女兒", "(023) 6265-1234"),),
    (Vehicle("京a·12345", "地下一層", "B1-023", "慕容建國"),),
)
"""As somebody types it, without a fault; one child, one ID number, one car."""
ALL = Consents(3, frozenset(KINDS))
PERSONAL = (
    "慕容建國",
    "慕容小明",
    "趙阿姨",
    "王美玲",
    "市第一中學",
    "1970-05-01",
    "13700001111",
    "137 0000 1111",
    "11010519491231002X",
    "123456789",
    "6265-1234",
    "京A12345",
    "週末不在",
)
"""Personal values of it, as typed and as kept."""
