"""A database of its own for a test of pages, with kept people in it."""

from __future__ import annotations

import sqlalchemy as sa

from core.store.database import Database
from core.store.tables import audit

CLIENTS = [
    {
        "client_id": "C1",
        "store_id": "S1",
        "name": "歐陽青青",
        "phone": "13912345678",
        "registered_at": "2024-03-04 09:00",
        "registered_by": "E1",
    },
    {
        "client_id": "C2",
        "store_id": "S1",
        "name": "司馬光榮",
        "phone": "02187654321",
        "registered_at": "2024-03-04 10:00",
        "registered_by": "E2",
    },
    {
        "client_id": "C3",
        "store_id": "S1",
        "name": "諸葛長明",
        "phone": "13987654321",
        "registered_at": "2024-03-04 10:30",
        "registered_by": "E2",
    },
]
STAFF = [
    {"staff_id": "E1", "store_id": "S1", "name": "林怡君", "phone": "13800138001"},
    {"staff_id": "E2", "store_id": "S1", "name": "張志明", "phone": "13800138002"},
]
ATTENDANCE = [{"store_id": "S1", "staff_id": s["staff_id"], "signed_in_at": "2024-03-04 08:30"} for s in STAFF]
VISITS = [
    {
        "visit_id": f"V{i}",
        "store_id": "S1",
        "client_id": client,
        "arrived_at": f"2024-03-04 {9 + i}:05",
        "received_by": by,
    }
    for i, (client, by) in enumerate([("C1", "E1"), ("C2", "E2"), ("C3", "E2")])
]
CALLS = [{"call_id": "K1", "store_id": "S1", "called_at": "2024-03-04 11:00", "phone": "13912345678"}]
FOLLOWUPS = [
    {
        "followup_id": "F1",
        "store_id": "S1",
        "client_id": "C1",
        "staff_id": "E1",
        "followed_at": "2024-03-05 09:00",
        "note": "想看三房朝南的",
    }
]
STORE = {
    "staff": STAFF,
    "attendance": ATTENDANCE,
    "clients": CLIENTS,
    "visits": VISITS,
    "calls": CALLS,
    "followups": FOLLOWUPS,
}
OFFICE = {
    "households": [{"room_no": "3-2-501", "collected_on": "2009-11-18"}],
    "members": [
        {
            "room_no": "3-2-501",
            "name": "慕容建國",
            "contact": "murong@example.com",
            "birth_date": "1970-05-01",
            "employer": "市第一中學",
        }
    ],
    "occupants": [
        {"room_no": "3-2-501", "name": "趙阿姨", "id_number": "11010519491231002X", "note": "週末不在"},
    ],
    "vehicles": [{"room_no": "3-2-501", "plate_no": "京A12345", "main_driver": "慕容建國"}],
}
PERSONAL = (
    "歐陽青青",
    "司馬光榮",
    "諸葛長明",
    "慕容建國",
    "趙阿姨",
    "13912345678",
    "02187654321",
    "13987654321",
    "13800138001",
    "13800138002",
    "murong@example.com",
    "1970-05-01",
    "市第一中學",
    "11010519491231002X",
    "週末不在",
    "京A12345",
    "想看三房朝南的",
)
"""Every personal value above."""


def noted(database: Database, *actions: str) -> list[tuple[str, str, str, str, str | None]]:
    """Rows of the audit log: action, subject, reason, detail, scope."""
    said = sa.select(audit.c.action, audit.c.subject, audit.c.reason, audit.c.detail, audit.c.scope)
    with database.read() as connection:
        rows = connection.execute(said.where(audit.c.action.in_(actions)).order_by(audit.c.seq))
        return [(r.action, r.subject, r.reason, r.detail, r.scope) for r in rows]


def whole_audit(database: Database) -> str:
    """The whole log as text."""
    with database.read() as connection:
        return "\n".join(str(tuple(row)) for row in connection.execute(sa.select(audit)))
