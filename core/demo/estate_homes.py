"""The homes of the demo estate: buildings, families, others who live there, whom to call, cars. Nobody of them is real.

Numbers keep the form of real ones and cannot be any: no mobile number begins with 129, no landline with 1 after its
area code, no QQ number with 0, no ID number with the region 99, and no plate has the letter I.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from core.demo.names import (
    AREA_CODE,
    FIRST_OF_TWO,
    FIRST_OF_TWO_ODDS,
    GIVEN_ONE,
    GIVEN_ONE_ODDS,
    SECOND_OF_TWO,
    SECOND_OF_TWO_ODDS,
    SURNAME_ODDS,
    SURNAMES,
)

Row = dict[str, str]
_SURNAMES, _GIVEN = SURNAME_ODDS.tolist(), GIVEN_ONE_ODDS.tolist()
_FIRST, _SECOND = FIRST_OF_TWO_ODDS.tolist(), SECOND_OF_TWO_ODDS.tolist()
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_EMPLOYERS = (
    "市第一中學",
    "濱江小學",
    "區人民醫院",
    "中心衛生院",
    "城建集團",
    "江南設計院",
    "交通運輸公司",
    "恒順食品廠",
    "南山機械廠",
    "市供電公司",
    "市自來水公司",
    "東方百貨",
    "新華書店",
    "農村信用社",
    "建設銀行支行",
    "平安保險",
    "郵政支局",
    "電信營業廳",
    "順達物流",
    "晨光軟件",
    "天成廣告",
    "眾和會計師事務所",
    "長途汽車站",
    "區稅務所",
    "市規劃局",
    "街道辦事處",
    "家具城",
    "服裝批發市場",
    "川味餐館",
    "自營五金店",
)
_RELATIONS = ("父親", "母親", "兒子", "女兒", "哥哥", "姐姐", "弟弟", "妹妹", "朋友", "同事", "叔叔")
_STAFF = ("李管家", "周管家", "陳主任", "小吳")


class Chance:
    """Draws that are the same on every machine for the same number."""

    def __init__(self, *seed: object) -> None:
        """Begin anew."""
        self._random = random.Random("/".join(map(str, seed)))  # noqa: S311 (a demo)

    def yes(self, odds: float) -> bool:
        """Whether it happens."""
        return self._random.random() < odds

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def real(self, low: float, high: float) -> float:
        """A number from low up to high."""
        return low + self._random.random() * (high - low)

    def of(self, things: Sequence[str]) -> str:
        """One of some things."""
        return things[self.whole(0, len(things) - 1)]

    def weighed(self, odds: Sequence[float]) -> int:
        """A place in a list, each with its weight."""
        drawn = self._random.random() * sum(odds)
        for place, weight in enumerate(odds):
            drawn -= weight
            if drawn < 0:
                return place
        return len(odds) - 1

    def _name_part(self, texts: Sequence[str], odds: Sequence[float]) -> str:
        """One of a list with cumulated odds, as in `names`."""
        drawn = self._random.random()
        return next((text for text, upto in zip(texts, odds, strict=True) if drawn < upto), texts[-1])

    def surname(self) -> str:
        """A surname."""
        return self._name_part(SURNAMES, _SURNAMES)

    def given(self) -> str:
        """A given name."""
        if self.yes(0.3):
            return self._name_part(GIVEN_ONE, _GIVEN)
        first = self._name_part(FIRST_OF_TWO, _FIRST)
        return first + self._name_part(SECOND_OF_TWO, _SECOND)


@dataclass(frozen=True)
class Home:
    """One home, and who of it writes to the office: name and contact."""

    room_no: str
    building: int
    has_lift: bool
    is_top: bool
    collected_on: date | None
    people: list[tuple[str, str]] = field(default_factory=list)


def rooms(count: int) -> Iterator[tuple[str, int, bool, bool]]:
    """Room, building, whether there is a lift, whether it is under the roof; house after house as it was built."""
    plans = ((3, 6, 2), (3, 6, 2), (3, 6, 2), (3, 6, 2), (2, 11, 4), (2, 11, 4), (2, 11, 4), (2, 11, 4),
             (2, 19, 4), (2, 19, 4))  # fmt: skip
    building, made = 0, 0
    while True:
        units, floors, on_floor = plans[building % len(plans)]
        building += 1
        for unit in range(1, units + 1):
            for floor in range(1, floors + 1):
                for door in range(1, on_floor + 1):
                    if made == count:
                        return
                    made += 1
                    yield f"{building}-{unit}-{floor}{door:02d}", building, floors > 6, floor == floors


def homes(seed: int, count: int, first_day: date, last_day: date) -> tuple[list[Home], dict[str, list[Row]]]:
    """The homes of an estate, and the rows of their registries.

    Args:
        seed: The same number gives the same homes, and the first n of more are the same n.
        count: How many.
        first_day: Files of homes were collected from then on,
        last_day: up to then.
    """
    tables: dict[str, list[Row]] = {
        name: [] for name in ("households", "members", "occupants", "emergency_contacts", "vehicles")
    }
    made = [
        _home(Chance(seed, room), Home(room, building, lift, top, None), tables, (first_day, last_day))
        for room, building, lift, top in rooms(count)
    ]
    return made, tables


def _home(chance: Chance, bare: Home, tables: dict[str, list[Row]], span: tuple[date, date]) -> Home:
    """Fill a home; three of four have a file."""
    collected = span[0] + timedelta(days=chance.whole(0, (span[1] - span[0]).days)) if chance.yes(0.76) else None
    home = Home(bare.room_no, bare.building, bare.has_lift, bare.is_top, collected)
    family = _family(chance, span[1])
    home.people.extend((name, contact) for name, _gender, born, contact in family if contact and born.year < 2004)
    if collected is None:
        return home
    room = {"room_no": home.room_no}
    tables["households"].append(room | {"collected_on": collected.isoformat(), "collected_by": chance.of(_STAFF)})
    for name, gender, born, contact in family:
        age = span[1].year - born.year
        tables["members"].append(
            room
            | {
                "name": name,
                "gender": gender,
                "education": _education(chance, age),
                "birth_date": born.isoformat() if chance.yes(0.85) else "",
                "contact": contact,
                "employer": _employer(chance, age),
            }
        )
    _others(chance, home, family, tables, span[1])
    return home


Person = tuple[str, str, date, str]
"""Name, gender, birth date, contact."""


def _family(chance: Chance, today: date) -> list[Person]:
    """Somebody alone, a couple, a family with children, three generations."""
    shape = chance.weighed((14, 22, 44, 20))
    age = chance.whole(24, 78) if shape < 2 else chance.whole(27, 52)
    surname = chance.surname()
    taken: set[str] = set()

    def one(gender: str, years: int, own: str = "") -> Person:
        name = (own or chance.surname()) + chance.given()
        while name in taken:
            name = (own or chance.surname()) + chance.given()
        taken.add(name)
        born = today - timedelta(days=years * 365 + chance.whole(0, 364))
        return name, gender, born, _contact(chance) if years >= 15 else ""

    family = [one("male" if chance.yes(0.6) else "female", age, surname)]
    if shape:
        family.append(one("female" if family[0][1] == "male" else "male", max(22, age + chance.whole(-5, 3))))
    if shape >= 2:
        for _ in range(1 + chance.yes(0.35)):
            years = max(0, age - chance.whole(23, 31))
            family.append(one("male" if chance.yes(0.52) else "female", years, surname))
    if shape == 3:
        family.append(one("female" if chance.yes(0.6) else "male", min(92, age + chance.whole(23, 30)), surname))
    return family


def _education(chance: Chance, age: int) -> str:
    if age < 7:
        return ""
    if age < 19:
        return "小學" if age < 13 else "中學"
    return chance.of(("初中", "高中", "中專", "大專", "大學", "大學", "研究生", ""))


def _employer(chance: Chance, age: int) -> str:
    if age < 19:
        return ""
    if age >= 60:
        return "退休" if chance.yes(0.7) else ""
    return chance.of(_EMPLOYERS) if chance.yes(0.72) else ""


def _others(chance: Chance, home: Home, family: list[Person], tables: dict[str, list[Row]], today: date) -> None:
    """Occupants, whom to call, cars."""
    room = {"room_no": home.room_no}
    small = any(today.year - born.year < 4 for _n, _g, born, _c in family)
    kinds = ["tenant"] * (1 + chance.whole(0, 1)) if chance.yes(0.13) else []
    kinds += ["nanny"] if chance.yes(0.3 if small else 0.03) else []
    kinds += ["visitor"] if chance.yes(0.03) else []
    taken = {name for name, _g, _b, _c in family}
    for kind in kinds:
        gender = "female" if kind == "nanny" or chance.yes(0.5) else "male"
        name = chance.surname() + chance.given()
        if name in taken:
            continue
        taken.add(name)
        born = today - timedelta(days=chance.whole(22, 58) * 365 + chance.whole(0, 364))
        note = {"tenant": chance.of(("租期一年", "租期至年底", "合租", "")), "nanny": "白天在家", "visitor": "探親暫住"}
        tables["occupants"].append(
            room
            | {
                "name": name,
                "gender": gender,
                "kind": kind,
                "id_number": id_number(chance, born, gender) if chance.yes(0.7) else "",
                "contact": _contact(chance),
                "note": note[kind],
            }
        )
        if kind == "tenant":
            home.people.append((name, tables["occupants"][-1]["contact"]))
    if chance.yes(0.86):
        gender = "female" if chance.yes(0.5) else "male"
        known = {"name": chance.surname() + chance.given(), "gender": gender, "contact": _mobile(chance)}
        tables["emergency_contacts"].append(room | known | {"relation": _relation(chance, gender)})
    for _ in range(chance.weighed((42, 48, 10))):
        deep = home.building > 4
        place = f"{'B1' if deep else 'G'}-{len(tables['vehicles']) + 1:03d}"
        tables["vehicles"].append(
            room
            | {
                "plate_no": f"渝I{len(tables['vehicles']) * 7919 % 100_000:05d}",
                "parking_area": chance.of(("地下一層", "地下二層")) if deep else "地面",
                "parking_space": place,
                "main_driver": family[0][0],
            }
        )


def _relation(chance: Chance, gender: str) -> str:
    women = ("母親", "女兒", "姐姐", "妹妹")
    said = chance.of(_RELATIONS)
    while (said in women) != (gender == "female") and said not in ("朋友", "同事"):
        said = chance.of(_RELATIONS)
    return said


def _contact(chance: Chance) -> str:
    way = chance.weighed((80, 8, 5, 4, 3))
    if way == 1:
        return _landline(chance)
    if way == 2:
        return f"{_mobile(chance)} / {_landline(chance)}"
    if way == 3:
        return f"QQ:0{chance.whole(10_000_000, 99_999_999)}"
    return f"home{chance.whole(1000, 99_999)}@example.com" if way == 4 else _mobile(chance)


def _mobile(chance: Chance) -> str:
    return f"129{chance.whole(0, 99_999_999):08d}"


def _landline(chance: Chance) -> str:
    return f"{AREA_CODE}-1{chance.whole(0, 9_999_999):07d}"


def id_number(chance: Chance, born: date, gender: str) -> str:
    """An ID number with the right last character, of a region that there is not."""
    head = f"990000{born:%Y%m%d}{chance.whole(0, 99):02d}{chance.whole(0, 4) * 2 + (gender == 'male')}"
    return head + "10X98765432"[sum(int(d) * w for d, w in zip(head, _WEIGHTS, strict=True)) % 11]
