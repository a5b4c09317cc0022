"""Random small stores full of coincidences, each valid as the registries ask.

Equal instants, month ends, midday to the second, midnight, people who left, shared phones, blanks, rulings, overlapping
absences, parties, closed clients. Three flavours: `mixed` has a little of everything; `queue` has long days on which
the one who is due usually receives; `claims` has few clients and many events of each.
"""

from datetime import date, datetime, time, timedelta

from tests.plain.judge import REGISTRIES, judge
from tests.rules.log import new_row

# Month ends of a leap year and their neighbours: one calendar month apart, to the day and a day past it.
DATES = [
    *(date(2024, 1, 29), date(2024, 1, 30), date(2024, 1, 31), date(2024, 2, 28), date(2024, 2, 29)),
    *(date(2024, 3, 1), date(2024, 3, 29), date(2024, 3, 30), date(2024, 3, 31), date(2024, 4, 30), date(2024, 5, 1)),
]
TIMES = [time.fromisoformat(t) for t in (
    "00:00:00", "08:00:00", "08:30:00", "09:00:00", "09:00:01", "09:05:00", "09:10:00", "09:15:00", "09:20:00",
    "09:29:59", "09:30:00", "09:40:00", "10:00:00", "10:59:59", "11:00:00", "11:15:00", "11:30:00", "11:59:59",
    "12:00:00", "12:15:00", "13:30:00", "13:50:00", "13:59:59", "14:00:00", "14:00:01", "14:30:00",
    "18:00:00", "23:59:59",
)]  # fmt: skip
BUSY_TIMES = [time(h, m) for h in (9, 10, 11, 12, 13, 14) for m in (0, 10, 15, 20, 30, 45)]
SPANS = [0, 1, 60, 300, 599, 600, 899, 900, 1800, 1801, 3600, 7200, 10800]
PHONES = [
    *(
        "13800138000",
        "+86 138-0013-8000",
        "008613800138000",
        "１３８００１３８０００",
        "無/13800138000",
        "13800138000；1",
    ),
    *("02-27065566", "27065566", "8627065566", "1111111", "8611111111111", "123456", "無", "13911112222、13800138000"),
    *("1234567", "123-4567、13800138000", "無、1234567", "13911112222,1", "861391111 2222"),
]
SOURCES = [None, None, "walk_in", "walk_in", "phone", "outside", "outside", "referral", "online", "assigned"]
KINDS = [None, None, "client_grab", "concealed_client", "out_of_turn", "turn_forfeited", "slow_greeting", "其他"]
CHOICES = {
    "noon_start": ["11:30", "12:00", "12:00:01", "14:00"],
    "noon_end": ["12:00", "13:59:59", "14:00", "14:30"],
    "lapse_months": [0, 1, 2, 3, 12, 1200],
    "lapse_scope": ["claim", "deal"],
    "duty_size": [1, 2, 3],
    "duty_pool": ["idle", "unserved"],
    "absent_owner_served_by": ["due", "duty"],
    "rule_10_charged_to": ["owner", "receiver"],
    "short_leave_minutes": [0, 1, 15, 30, 60],
    "open_visit_minutes": [0, 1, 15, 30, 120, 1440],
    "own_client_takes_turn": [False, True],
    "named_takes_turn": [False, True],
    "fine_concealed": [0, 100, 250],
    "greet_within_seconds": [0, 60, 300],
    "answer_within_seconds": [0, 15, 16],
}


def random_settings(chance):
    """Some settings away from their defaults; none at all half the time."""
    if chance.random() < 0.5:
        return {}
    picked = {name: chance.choice(values) for name, values in CHOICES.items() if chance.random() < 0.4}
    # A midday break that ends before it starts is no setting anyone could mean.
    if picked.get("noon_start", "12:00") >= picked.get("noon_end", "14:00"):
        picked.pop("noon_start", None)
        picked.pop("noon_end", None)
    return picked


class RandomStore:
    """Builds one store; `chance` is a seeded `random.Random`."""

    def __init__(self, chance, settings, store_id="S1", prefix=""):
        self.chance, self.settings, self.store_id, self.prefix = chance, settings, store_id, prefix
        self.flavour = chance.choice(["mixed", "queue", "claims"])
        self.tables = {name: [] for name in REGISTRIES}
        # A few days that meet each other by a month, and a few instants of each that everything falls on.
        self.dates = sorted(chance.sample(DATES, chance.choice([1, 1, 1, 2] if self.queues else [1, 2, 2, 3, 4])))
        self.times = BUSY_TIMES if self.queues else sorted(chance.sample(TIMES, chance.choice([3, 6, 10, 16])))

    @property
    def queues(self):
        return self.flavour == "queue"

    def maybe(self, value, blank=0.5):
        return None if self.chance.random() < blank else value

    def ids(self, letter, count):
        """Ids whose natural order is neither that of writing nor that of code points."""
        numbers = self.chance.sample([1, 2, 3, 5, 9, 10, 11, 20, 99, 100, "01", "02", "09", "010", "9b", "10b"], count)
        return [f"{self.prefix}{letter}{n}" for n in numbers]

    def instant(self, dates=None):
        at = self.chance.choice(self.times if self.chance.random() < 0.8 else TIMES)
        return datetime.combine(self.chance.choice(dates or self.dates), at)

    def after(self, start, blank=0.1, spans=SPANS):
        """An end that does not precede its start."""
        return self.maybe(start + timedelta(seconds=self.chance.choice(spans)), blank)

    def add(self, registry, **values):
        row = new_row(registry, **values)
        if "store_id" in row:
            row["store_id"] = self.store_id
        self.tables[registry].append(row)
        return row

    def person(self, blank=0.0):
        return self.maybe(self.chance.choice(self.people), blank)

    def client(self):
        return self.chance.choice(self.clients)

    def build(self):
        chance = self.chance
        self.people = self.ids("E", chance.choice([3, 4, 5] if self.queues else [1, 2, 3, 3, 4, 5]))
        # One person who has clients and is seldom there, so that others serve them as a duty.
        self.absent = self.people[0]
        self.phones = chance.sample(PHONES, 4)
        self.clients = self.ids(
            "C", chance.choice({"mixed": [2, 3, 4, 6], "queue": [14, 16], "claims": [1, 2]}[self.flavour])
        )
        self.add_staff()
        for day in self.dates:
            if self.queues or chance.random() < 0.85:
                self.add_day(day)
        self.add_clients()
        self.add_events()
        self.add_visits(chance.choice({"mixed": [4, 6, 9], "queue": [9, 12, 14], "claims": [2, 5]}[self.flavour]))
        self.write_down()
        self.add_remarks()
        for rows in self.tables.values():
            chance.shuffle(rows)
        return self.tables

    def add_staff(self):
        groups = [None, f"{self.prefix}G1", f"{self.prefix}G2"]
        for person in self.people:
            left_on = self.maybe(self.chance.choice(DATES), 0.85)
            self.add("staff", staff_id=person, name=person, group_id=self.chance.choice(groups), left_on=left_on)

    def add_day(self, day):
        """Sign-ins of a day: one, two or three rows a person, never overlapping; and absences, which may."""
        chance = self.chance
        noon_duty = chance.choice([0, 0, 0.4, 0.9])
        for person in self.people:
            if chance.random() < (0.7 if self.queues and person == self.absent else 0.1):
                continue
            marks = sorted(chance.sample(TIMES, 6))
            if chance.random() < 0.6 or self.queues:
                marks = [time(8, chance.choice([0, 30])), time(18)]
            for start, end in zip(marks[::2], marks[1::2], strict=True):
                last = end == marks[-1]
                signed_out_at = datetime.combine(day, end)
                if last and chance.random() < 0.1:
                    # Past midnight; nobody signs in on the next day before 00:00:00.
                    signed_out_at = datetime.combine(day + timedelta(days=1), time())
                self.add(
                    "attendance",
                    staff_id=person,
                    signed_in_at=datetime.combine(day, start),
                    signed_out_at=self.maybe(signed_out_at, 0.15 if last else 0),
                    noon_duty=chance.random() < noon_duty,
                )
            for _ in range(chance.choice([0, 0, 0, 1, 1, 2, 3])):
                left_at = self.instant([day])
                long = SPANS[-5:] if self.queues else SPANS
                told = chance.random() < 0.5
                self.add(
                    "absences",
                    staff_id=person,
                    left_at=left_at,
                    returned_at=self.after(left_at, spans=long),
                    notified_next=told,
                )

    def add_clients(self):
        for client in self.clients:
            self.add(
                "clients",
                client_id=client,
                name=self.chance.choice(["王", "李", client]),
                phone=self.maybe(self.chance.choice(self.phones), 0.8 if self.queues else 0.4),
                registered_at=self.instant() - timedelta(days=self.chance.choice([1, 10, 31]) if self.queues else 0),
                registered_by=self.absent
                if self.chance.random() < 0.3
                else self.person(blank=0.9 if self.queues else 0.4),
                source=self.chance.choice(SOURCES),
            )

    def add_visits(self, count):
        """Visits in order of time, each received by anybody or, more often in a `queue` store, by whoever is due."""
        chance = self.chance
        arrivals = sorted(self.instant() for _ in range(count))
        for visit, arrived_at in zip(self.ids("V", count), arrivals, strict=True):
            left_at = self.after(arrived_at, blank=0.2, spans=SPANS[-5:] if self.queues else SPANS)
            handed_to = self.person(blank=0.9 if self.queues else 0.7)
            latest = left_at or arrived_at + timedelta(hours=3)
            handed_at = min(arrived_at + timedelta(seconds=chance.choice(SPANS)), latest)
            row = self.add(
                "visits",
                visit_id=visit,
                client_id=self.client(),
                arrived_at=arrived_at,
                greeted_at=self.maybe(arrived_at + timedelta(seconds=chance.choice([0, 59, 60, 61, 300, 301])), 0.6),
                left_at=left_at,
                received_by=self.person(blank=0.1),
                asked_for=self.person(blank=0.9 if self.queues else 0.6),
                source=chance.choice(SOURCES),
                party_id=self.maybe(f"{self.prefix}P{chance.choice([1, 2])}", 0.9 if self.queues else 0.8),
                asked_prior=chance.choice([True, False, False, None]),
                concealed=chance.random() < 0.15,
                handed_to=handed_to,
                handed_at=self.maybe(handed_at, 0.3 if handed_to else 0.9),
            )
            if self.queues and row["received_by"] and chance.random() < 0.8:
                said = judge(self.tables, self.settings)["receptions"]
                reception = next(r for r in said if r["visit_id"] == visit)
                row["received_by"] = reception["due"] or row["received_by"]
                if reception["wanted"] and chance.random() < 0.3:
                    # Handed over to the wanted person by the next in turn.
                    others = [p for p in reception["queue"] if p != reception["wanted"]]
                    row["received_by"] = others[0] if others else row["received_by"]
                    row["handed_to"], row["handed_at"] = reception["wanted"], left_at or handed_at

    def write_down(self):
        """Some visits leave a register row beside them, or were announced by a call, seconds off or to the minute."""
        chance = self.chance
        for client in self.tables["clients"]:
            visits = [v for v in self.tables["visits"] if v["client_id"] == client["client_id"] and v["received_by"]]
            if visits and chance.random() < 0.4:
                visit = min(visits, key=lambda v: v["arrived_at"])
                client["registered_at"] = visit["arrived_at"] + timedelta(
                    seconds=chance.choice([-3600, -1, 0, 0, 1, 600])
                )
                client["registered_by"] = visit["received_by"]
                client["source"] = chance.choice([None, "walk_in", "outside"])
        for call in self.tables["calls"]:
            visits = [v for v in self.tables["visits"] if v["asked_for"]]
            if visits and chance.random() < 0.4:
                visit = chance.choice(visits)
                call["client_id"], call["answered_by"] = visit["client_id"], visit["asked_for"]

    def add_events(self):
        chance = self.chance
        more = 3 if self.flavour == "claims" else 1
        for key in self.ids("N", chance.choice([0, 0, 0, 1, 2])):
            self.add(
                "assignments",
                assignment_id=key,
                client_id=self.client(),
                staff_id=self.person(),
                assigned_at=self.instant(),
            )
        for key in self.ids("K", more * chance.choice([0, 0, 1, 2, 4])):
            self.add(
                "calls",
                call_id=key,
                called_at=self.instant(),
                client_id=self.maybe(self.client()),
                phone=self.maybe(chance.choice(self.phones), 0.3),
                answered_by=self.person(blank=0.3),
                ring_seconds=self.maybe(chance.choice([0, 1, 15, 16, 17]), 0.2),
                greeting_used=chance.choice([True, False, None]),
                name_given=chance.random() < 0.6,
            )
        for key in self.ids("F", more * chance.choice([0, 1, 2, 4])):
            self.add(
                "followups",
                followup_id=key,
                client_id=self.client(),
                staff_id=self.absent if chance.random() < 0.5 else self.person(),
                followed_at=self.instant(),
            )
        for key in self.ids("D", more * chance.choice([0, 1, 1, 2, 3])):
            self.add_deal(key)

    def add_remarks(self):
        """What is said of visits, clients and deals afterwards: assists and rulings."""
        chance = self.chance
        visits = [v["visit_id"] for v in self.tables["visits"]]
        for _ in range(chance.choice([0, 0, 1, 2])):
            self.add(
                "assists",
                visit_id=chance.choice(visits),
                staff_id=self.person(),
                assisted_at=self.maybe(self.instant(), 0.2),
                requested=chance.choice([True, False, None]),
            )
        deals = [d["deal_id"] for d in self.tables["deals"]]
        for key in self.ids("R", chance.choice([0, 0, 1, 2, 4, 6])):
            visit = self.maybe(chance.choice(visits[:3]))
            client = self.maybe(self.client())
            deal = self.maybe(chance.choice(deals[:2])) if deals else None
            if not (visit or client or deal):
                visit = chance.choice(visits)
            self.add(
                "rulings",
                ruling_id=key,
                ruled_at=datetime.combine(self.dates[-1], chance.choice(self.times[:2])),
                visit_id=visit,
                client_id=client,
                deal_id=deal,
                finding_kind=chance.choice(KINDS),
                outcome=chance.choice([None, "upheld", "dismissed"]),
                new_owner=self.person(blank=0.4) if client or deal else None,
            )

    def add_deal(self, key):
        first = self.instant()
        instants = sorted([first, self.instant(), self.instant()])
        reserved_at, closed_at, cancelled_at = instants
        if self.chance.random() < 0.3:
            reserved_at = None
        elif self.chance.random() < 0.4:
            closed_at = None
        self.add(
            "deals",
            deal_id=key,
            client_id=self.client(),
            closed_by=self.person(),
            reserved_at=reserved_at,
            closed_at=closed_at,
            cancelled_at=self.maybe(cancelled_at, 0.7),
            amount=float(self.chance.choice([0, 1, 100, 1234567.89])),
            commission=self.maybe(float(self.chance.choice([0, 10, 36000])), 0.4),
        )


def random_store(chance, settings, store_id="S1", prefix=""):
    """The registries of one random store, rows shuffled."""
    return RandomStore(chance, settings, store_id, prefix).build()


def random_stores(chance, settings, count):
    """Many stores in one set of registries: ids differ by a prefix, which leaves their natural order as it was."""
    tables = {name: [] for name in REGISTRIES}
    for number in range(1, count + 1):
        for name, rows in random_store(chance, settings, f"S{number}", f"S{number}.").items():
            tables[name] += rows
    return tables
