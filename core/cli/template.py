"""`template`: the empty workbook of a desk."""

from __future__ import annotations

import argparse

from core.cli import DONE
from core.registries.template import template


def run(args: argparse.Namespace) -> int:
    """Write the workbook; its folder is made if need be."""
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_bytes(template(args.desk, args.lang))
    return DONE
