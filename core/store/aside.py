"""A long act beside the writer, on a connection of its own; for PostgreSQL, where others can write meanwhile.

What rests on nobody's rows is written first. Only then is the writer's lock taken, for what must fit to what stands.
Long acts are done one after the other.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from core.store.causes import cannot_write, cause, unsure
from core.store.database import Database
from core.store.writer import WRITER_LOCK, Act, Answer, Answers, Token, seconds

LONG_LOCK = 7022


def submit(database: Database, token: str, kind: str, early: Act[None], late: Act[Answer]) -> Answer:
    """Do a long act once for a token; both halves in one transaction.

    Args:
        database: On PostgreSQL.
        token: Unguessable, of one upload.
        kind: What sort of act, for the record.
        early: Writes new rows; takes no row that another act may want, or the two would wait for each other.
        late: The rest, under the writer's lock; returns the answer.

    Returns:
        The answer of the act, or the one that the token got before.

    Raises:
        CannotWrite: Nothing of it was kept, or the connection broke at the commit; the text says which.
        Exception: What a half raised; nothing of it was kept.
    """
    asked = Token(token, kind, seconds(database.clock()))
    at_commit = False
    try:
        with database.engine.execution_options(writes=True).connect() as connection, connection.begin():
            connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LONG_LOCK)))
            answers = Answers(connection, [asked])
            if not answers.knows(asked):
                early(connection)
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(WRITER_LOCK)))
            answer, failure = answers.once(asked, late)
            if failure is not None:
                raise failure
            answers.keep()
            at_commit = True
    except DBAPIError as error:
        told = unsure(error) if at_commit and cause(error) == "lost" else cannot_write(error)
        if told is error:
            raise
        raise told from error
    answered: Answer = answer
    return answered
