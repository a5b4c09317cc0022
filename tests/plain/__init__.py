"""The rulebook read a second time: slowly, in plain dicts and lists, straight from the text.

Each piece quotes the sentence it rests on. Nothing here is shared with `core/rules`: a disagreement between the two
is an error in one of them, and the text says in which.

    judge(tables, settings) -> {"receptions": [...], "ownership": [...], "attributions": [...], "findings": [...],
                                "questions": [...], "ledger": [...]}

`tables` maps registry names to lists of rows; a row maps column names to values (str, datetime, date, bool, int, float)
and None for a blank.
"""
