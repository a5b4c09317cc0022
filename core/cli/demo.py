"""`demo`: stores that look real, clean or damaged."""

from __future__ import annotations

import argparse
import sys

from core.cli import DONE
from core.cli.progress import Bar
from core.cli.run import CallError
from core.cli.speak import tell
from core.demo import estate
from core.demo.damage import KINDS, damage
from core.demo.shipped import write_data
from core.demo.stores import STORES_A_BATCH, batches, month_tables, write_csv
from core.texts import N_, Text, say


def run(args: argparse.Namespace) -> int:
    """Write the files asked for, and say on standard output what was planted in them."""
    if args.kinds:
        for name, kind in KINDS.items():
            tell(f"{name}: {kind.meaning.say(args.lang)}", sys.stdout)
        return DONE
    unknown = [name for name in args.damage if name not in KINDS]
    if unknown:
        values = {"names": ", ".join(unknown)}
        raise CallError(Text(N_("no such damage: {names}; --kinds lists what there is"), values))
    if args.write_data:
        write_data()
        estate.write_shipped()
        return DONE
    if args.out is None:
        raise CallError(Text(N_("missing: {names}"), {"names": "--out"}))
    if args.estate:
        return _estate(args)
    _generate(args)
    try:
        for planted in damage(args.out, args.seed, args.damage):
            change = f"{planted.before!r} -> {planted.after!r}" if planted.before else ""
            place = f"{planted.file}:{planted.row}:{planted.column}"
            tell(f"{place}: {planted.kind} {change}".rstrip(), sys.stdout)
    except LookupError as wrong:
        raise CallError(Text(N_("these stores have no row for that damage; ask for more days"))) from wrong
    return DONE


def _estate(args: argparse.Namespace) -> int:
    """Write the registries of an estate; what is damaged is told of stores alone."""
    if args.damage:
        raise CallError(Text(N_("damage is planted in stores, not in an estate")))
    try:
        estate.write_csv(args.out, estate.rows(args.seed, args.homes, language=args.lang))
    except ValueError as wrong:
        raise CallError(Text(N_("an estate has at least 1 home"))) from wrong
    return DONE


def _generate(args: argparse.Namespace) -> None:
    if args.month:
        write_csv(args.out, iter([month_tables()]))
        return
    try:
        pieces = batches(
            args.seed,
            stores=args.stores,
            staff_per_store=args.staff,
            days=args.days,
            visits_per_day=args.visits_per_day,
        )
        with Bar(say(args.lang, N_("generating"))) as bar:
            done = 0

            def step() -> None:
                nonlocal done
                done += STORES_A_BATCH
                bar.to(min(1.0, done / args.stores))

            write_csv(args.out, pieces, step)
    except ValueError as wrong:
        sizes = Text(N_("sizes: at least 1 store and 1 day, 2 to 99 people, 0 to 200 visits a day"))
        raise CallError(sizes) from wrong
