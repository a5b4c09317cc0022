"""What every table is made with: the one set of tables, and the types of instants and row numbers."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

_INSTANT_TEXT = "%(year)04d-%(month)02d-%(day)02d %(hour)02d:%(minute)02d:%(second)02d"
Instant = sa.DateTime().with_variant(sqlite.DATETIME(storage_format=_INSTANT_TEXT), "sqlite")  # type: ignore[no-untyped-call]
Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""Row numbers: 64 bits in both databases; in SQLite the type that makes a primary key the row's own number."""

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)
