"""A store's log as a few lines of text, and its results as a few lines of text, for tests that show both.

    day 2024-03-04                          what a bare time belongs to; a date may stand before it: 02-29/23:59:59
    staff A group=G1 left=03-31             only where something is to be said of them
    in A 08:30-18:00 noon                   attendance; an end may be blank: 08:30-; or dated: 22:00..03-05/02:00
    out A 09:00-09:20 told                  absences
    client C1 03-01/09:00 by=A source=outside phone=13800138000 name=王
    assign N1 C1 09:00 to=A
    visit V1 C1 09:00-09:30 by=A for=B to=C at=09:05 greeted=09:01 source=outside party=P prior=no hidden
    assist V1 B 09:10 asked=no
    call K1 09:10 client=C1 phone=13800138000 by=A ring=16 named
    follow F1 C1 09:10 by=A
    deal D1 C1 by=A reserved=09:10 closed=09:20 cancelled=09:30 amount=100 commission=10
    rule R1 09:10 visit=V1 client=C1 deal=D1 kind=client_grab outcome=upheld owner=A
    set lapse_months=2

People and clients that are only mentioned exist; such a client is registered, by nobody, when first heard of.
"""

from datetime import date, datetime

from tests.plain.judge import REGISTRIES

COLUMNS = {
    "staff": "staff_id store_id name group_id phone hired_on left_on",
    "attendance": "store_id staff_id signed_in_at signed_out_at noon_duty",
    "absences": "store_id staff_id left_at returned_at notified_next",
    "clients": "client_id store_id name phone registered_at registered_by source",
    "assignments": "assignment_id store_id client_id staff_id assigned_at",
    "visits": "visit_id store_id client_id arrived_at greeted_at left_at received_by asked_for source party_id "
    "asked_prior concealed handed_to handed_at",
    "assists": "visit_id staff_id assisted_at requested",
    "calls": "call_id store_id called_at client_id phone answered_by ring_seconds greeting_used name_given",
    "followups": "followup_id store_id client_id staff_id followed_at channel note",
    "deals": "deal_id store_id client_id closed_by reserved_at closed_at cancelled_at amount commission",
    "rulings": "ruling_id store_id ruled_at visit_id client_id deal_id finding_kind outcome new_owner",
}
FALSE_WHEN_BLANK = {"noon_duty", "notified_next", "concealed", "name_given"}
YES = {"yes": True, "no": False, None: None}


def new_row(registry, **values):
    """A row of a registry with everything else blank."""
    row = {column: False if column in FALSE_WHEN_BLANK else None for column in COLUMNS[registry].split()}
    if "store_id" in row:
        row["store_id"] = "S1"
    assert set(values) <= set(row), set(values) - set(row)
    return row | values


class _Log:
    def __init__(self):
        self.tables = {name: [] for name in REGISTRIES}
        self.settings = {}
        self.day = date(2024, 3, 4)

    def instant(self, text):
        """An instant from 09:05, 09:05:30, 03-05/09:05 or 2024-03-05/09:05."""
        if not text:
            return None
        on, _, at = text.rpartition("/")
        return datetime.fromisoformat(f"{self.date(on)}T{at}")

    def date(self, text):
        if not text:
            return self.day
        return date.fromisoformat(text if text.count("-") == 2 else f"{self.day.year}-{text}")

    def span(self, text):
        start, _, end = text.partition("..") if ".." in text else text.rpartition("-")
        return self.instant(start), self.instant(end)

    def add(self, registry, **values):
        self.tables[registry].append(new_row(registry, **values))

    def line(self, line):
        word, *rest = line.split()
        flags = {w for w in rest if w in ("noon", "told", "hidden", "named")}
        given = dict(w.split("=", 1) for w in rest if "=" in w)
        plain = [w for w in rest if w not in flags and "=" not in w]
        getattr(self, f"_{word}")(*plain, flags=flags, given=given)

    def _day(self, text, **_):
        self.day = date.fromisoformat(text)

    def _set(self, *_, given, **__):
        for name, text in given.items():
            self.settings[name] = {"true": True, "false": False}.get(text, int(text) if text.isdigit() else text)

    def _staff(self, person, given, **_):
        left_on = self.date(given["left"]) if "left" in given else None
        self.add("staff", staff_id=person, name=person, group_id=given.get("group"), left_on=left_on)

    def _in(self, person, span, flags, **_):
        start, end = self.span(span)
        self.add("attendance", staff_id=person, signed_in_at=start, signed_out_at=end, noon_duty="noon" in flags)

    def _out(self, person, span, flags, **_):
        start, end = self.span(span)
        self.add("absences", staff_id=person, left_at=start, returned_at=end, notified_next="told" in flags)

    def _client(self, client, at, given, **_):
        self.add(
            "clients",
            client_id=client,
            name=given.get("name", client),
            phone=given.get("phone"),
            registered_at=self.instant(at),
            registered_by=given.get("by"),
            source=given.get("source"),
        )

    def _assign(self, key, client, at, given, **_):
        self.add("assignments", assignment_id=key, client_id=client, staff_id=given["to"], assigned_at=self.instant(at))

    def _visit(self, key, client, span, flags, given, **_):
        start, end = self.span(span)
        self.add(
            "visits",
            visit_id=key,
            client_id=client,
            arrived_at=start,
            left_at=end,
            greeted_at=self.instant(given.get("greeted")),
            received_by=given.get("by"),
            asked_for=given.get("for"),
            source=given.get("source"),
            party_id=given.get("party"),
            asked_prior=YES[given.get("prior")],
            concealed="hidden" in flags,
            handed_to=given.get("to"),
            handed_at=self.instant(given.get("at")),
        )

    def _assist(self, visit, person, at, given, **_):
        self.add(
            "assists", visit_id=visit, staff_id=person, assisted_at=self.instant(at), requested=YES[given.get("asked")]
        )

    def _call(self, key, at, flags, given, **_):
        self.add(
            "calls",
            call_id=key,
            called_at=self.instant(at),
            client_id=given.get("client"),
            phone=given.get("phone"),
            answered_by=given.get("by"),
            ring_seconds=int(given["ring"]) if "ring" in given else None,
            name_given="named" in flags,
        )

    def _follow(self, key, client, at, given, **_):
        self.add("followups", followup_id=key, client_id=client, staff_id=given["by"], followed_at=self.instant(at))

    def _deal(self, key, client, given, **_):
        self.add(
            "deals",
            deal_id=key,
            client_id=client,
            closed_by=given["by"],
            reserved_at=self.instant(given.get("reserved")),
            closed_at=self.instant(given.get("closed")),
            cancelled_at=self.instant(given.get("cancelled")),
            amount=float(given.get("amount", 100)),
            commission=float(given["commission"]) if "commission" in given else None,
        )

    def _rule(self, key, at, given, **_):
        self.add(
            "rulings",
            ruling_id=key,
            ruled_at=self.instant(at),
            visit_id=given.get("visit"),
            client_id=given.get("client"),
            deal_id=given.get("deal"),
            finding_kind=given.get("kind"),
            outcome=given.get("outcome"),
            new_owner=given.get("owner"),
        )

    def fill(self):
        """Add the people and clients that are only mentioned."""
        people = ["staff_id", "received_by", "asked_for", "handed_to", "answered_by", "registered_by", "closed_by"]
        known = {s["staff_id"] for s in self.tables["staff"]}
        for name in REGISTRIES:
            for row in self.tables[name]:
                for column in [*people, "new_owner"]:
                    person = row.get(column)
                    if person is not None and person not in known:
                        known.add(person)
                        self.add("staff", staff_id=person, name=person)
        clients = {c["client_id"] for c in self.tables["clients"]}
        heard = {}
        for name in REGISTRIES:
            for row in self.tables[name]:
                client = row.get("client_id")
                if client is not None and client not in clients:
                    heard.setdefault(client, []).append(min(v for v in row.values() if isinstance(v, datetime)))
        for client, instants in heard.items():
            self.add("clients", client_id=client, name=client, registered_at=min(instants))


def read_log(text):
    """(tables, settings) of a log."""
    log = _Log()
    for line in text.splitlines():
        if line.strip() and not line.strip().startswith("#"):
            log.line(line.strip())
    log.fill()
    return log.tables, log.settings


def _at(t):
    return t.strftime("%m-%d/%H:%M" if t.second == 0 else "%m-%d/%H:%M:%S")


def _words(*words, **given):
    return " ".join([*(str(w) for w in words), *(f"{k}={v}" for k, v in given.items() if v not in (None, ""))])


def result_lines(results):
    """Results as lines: each begins with `reception`, `claim`, `credit` or `finding`."""
    lines = []
    for r in results["receptions"]:
        assert r["counts"] == (r["charged_to"] is not None)
        lines.append(
            _words("reception", r["visit_id"], r["kind"], wanted=r["wanted"], due=r["due"], charged=r["charged_to"])
        )
    for c in results["ownership"]:
        last = _at(c["last_contact"]) if c["last_contact"] != c["since"] else None
        until = _at(c["until"]) if c["until"] else None
        words = ["claim", c["client_id"], c["owner"], c["basis"], _at(c["since"])]
        lines.append(_words(*words, group=c["group_id"], last=last, until=until, ended=c["ended_by"]))
    for a in results["attributions"]:
        group = ["group"] if a["credit_kind"] == "group" else []
        lines.append(_words("credit", a["deal_id"], a["basis"], *group, a["credited_to"]))
    for f in results["findings"]:
        status = [] if f["status"] == "open" else [f["status"]]
        person = f["staff_id"] if f["staff_id"] is not None else "-"
        lines.append(_words("finding", f["subject_id"], f["kind"], person, *status, fine=f["fine"] or None))
    return lines
