"""All rules over all registries: the passes, in their order."""

from __future__ import annotations

from core.rules.attribution import attributions_frame
from core.rules.clients import identify
from core.rules.coded import code
from core.rules.columns import Tables
from core.rules.findings import findings_frame
from core.rules.ledger import ledger_frame
from core.rules.ownership import follow, ownership_frame
from core.rules.questions import questions_frame
from core.rules.results import Results
from core.rules.rotation import decide, receptions_frame
from core.rules.settings import Settings


def compute(tables: Tables, settings: Settings | None = None) -> Results:
    """Decide everything the rulebook decides.

    Args:
        tables: Checked registries by English name, as `core.registries` types them; a missing one counts as empty.
        settings: The readings a store takes; the defaults where None.

    Returns:
        All result tables. The order of the rows of `tables` does not change them, and stores together give the rows
        that each store gives alone.

    Source: the rulebook, as a whole.
    """
    settings = settings or Settings()
    coded = code(tables)
    people = identify(coded)
    walked = follow(coded, people, settings)
    doors, orders, turned = decide(coded, walked, settings)
    return Results(
        receptions=receptions_frame(coded, people, walked, doors, orders, turned, settings),
        ownership=ownership_frame(coded, walked, settings),
        attributions=attributions_frame(coded, people, walked),
        findings=findings_frame(coded, walked, doors, orders, turned, settings),
        questions=questions_frame(coded, people, doors, orders, turned),
        ledger=ledger_frame(coded, turned),
        settings=settings,
        coded=coded,
        people=people,
        walked=walked,
        doors=doors,
        orders=orders,
        turned=turned,
    )
