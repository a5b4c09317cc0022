"""Keep the gettext catalogues: extract, fill, check.

python tools/catalogues.py update [DOMAIN ...]      take the messages out of the sources into the .po files
python tools/catalogues.py fill DOMAIN FILE.json    translate: message -> "繁體" or ["繁體", "简体"]
python tools/catalogues.py check                    exit 1 on a missing, fuzzy, stale, ill-placed or quarrelling entry
"""

from __future__ import annotations

import argparse
import json
import string
import sys
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import opencc
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LOCALE_FOLDER = ROOT / "core" / "locale"
TRANSLATED = ("zh-Hant", "zh-Hans")
DOMAINS = {
    "registries": ["core/registries"],
    "rules": ["core/rules"],
    "figures": ["core/figures"],
    "demo": ["core/demo"],
    "store": ["core/store"],
    "access": ["core/access"],
    "office": ["core/office"],
    "web": ["core/web", "pages", "app.py"],
    "cli": ["core/__main__.py", "core/cli", "core/bench", "core/soak"],
}
KEYWORDS = {"N_": None, "_": None, "say": (2,), "Text": None}


def path_of(domain: str, language: str) -> Path:
    """The .po file of a domain in a language."""
    return LOCALE_FOLDER / language.replace("-", "_") / "LC_MESSAGES" / f"{domain}.po"


def messages(domain: str) -> dict[str, list[tuple[str, int]]]:
    """Messages of a domain's sources with the places they stand in."""
    found: dict[str, list[tuple[str, int]]] = {}
    for source in DOMAINS[domain]:
        base = ROOT / source
        if not base.exists():
            continue
        for msgid, place in _extracted(base):
            found.setdefault(msgid, []).append(place)
    return found


def _extracted(source: Path) -> Iterable[tuple[str, tuple[str, int]]]:
    folder, only = (source.parent, source.name) if source.is_file() else (source, "**.py")
    for filename, line, message, _comments, _context in extract_from_dir(
        str(folder), method_map=[(only, "python")], keywords=KEYWORDS, directory_filter=lambda _: True
    ):
        msgid = message[0] if isinstance(message, tuple) else message
        if msgid:
            yield msgid, ((folder / filename).relative_to(ROOT).as_posix(), line)


def load(domain: str, language: str) -> Catalog:
    """The catalogue as it stands; an empty one where there is no file yet."""
    path = path_of(domain, language)
    if not path.exists():
        return Catalog(locale=language.replace("-", "_"), domain=domain)
    with path.open("rb") as f:
        return read_po(f, locale=language.replace("-", "_"), domain=domain)


def save(catalog: Catalog, domain: str, language: str) -> None:
    """Write a catalogue without dates and line numbers, so that a diff shows translations only."""
    path = path_of(domain, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        f"# {domain}: {language}",
        'msgid ""',
        'msgstr ""',
        '"Content-Type: text/plain; charset=utf-8\\n"',
        f'"Language: {language.replace("-", "_")}\\n"',
        "",
    ]
    body = Catalog(locale=catalog.locale, domain=domain)
    for message in sorted((m for m in catalog if m.id), key=lambda m: str(m.id)):
        body.add(
            message.id, message.string, locations=[(name, None) for name in sorted({n for n, _ in message.locations})]
        )
    out = BytesIO()
    write_po(out, body, omit_header=True, width=0, include_lineno=False)
    path.write_text(
        "\n".join(lines) + "\n" + out.getvalue().decode("utf-8").strip("\n") + "\n", encoding="utf-8", newline="\n"
    )


def update(domains: Iterable[str]) -> None:
    """Bring the .po files in step with the sources; translations of messages that stay are kept."""
    for domain in domains:
        found = messages(domain)
        for language in TRANSLATED:
            old = load(domain, language)
            new = Catalog(locale=old.locale, domain=domain)
            for msgid, places in found.items():
                kept = old.get(msgid)
                new.add(msgid, kept.string if kept else "", locations=places)
            save(new, domain, language)
            missing = sum(1 for m in new if m.id and not m.string)
            print(f"{domain} {language}: {len(found)} messages, {missing} to translate")


def fill(domain: str, file: Path) -> None:
    """Put translations in; zh-Hans is drafted from zh-Hant where it is not given."""
    simplify = opencc.OpenCC("tw2sp").convert
    given = json.loads(file.read_text(encoding="utf-8"))
    update([domain])
    catalogs = {language: load(domain, language) for language in TRANSLATED}
    unknown = [msgid for msgid in given if catalogs["zh-Hant"].get(msgid) is None]
    for msgid, value in given.items():
        if msgid in unknown:
            continue
        hant, hans = value if isinstance(value, list) else (value, simplify(value))
        catalogs["zh-Hant"].get(msgid).string = hant
        catalogs["zh-Hans"].get(msgid).string = hans
    for language, catalog in catalogs.items():
        save(catalog, domain, language)
    for msgid in unknown:
        print(f"not in the sources: {msgid!r}")
    left = [m.id for m in catalogs["zh-Hant"] if m.id and not m.string]
    print(f"{domain}: {len(given) - len(unknown)} filled, {len(left)} still to translate")


def places(text: str) -> set[str]:
    """Names of the {places} of a message."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def faults() -> list[str]:
    """What is wrong with the catalogues, a line each; no line is good."""
    said = []
    for domain in DOMAINS:
        found = messages(domain)
        for language in TRANSLATED:
            catalog = load(domain, language)
            there = {m.id: m for m in catalog if m.id}
            said += [f"{domain} {language}: not in the catalogue: {m!r}" for m in found if m not in there]
            said += [f"{domain} {language}: no longer in the sources: {m!r}" for m in there if m not in found]
            for msgid, message in there.items():
                if not message.string:
                    said.append(f"{domain} {language}: not translated: {msgid!r}")
                elif message.fuzzy:
                    said.append(f"{domain} {language}: fuzzy: {msgid!r}")
                elif places(msgid) != places(message.string):
                    said.append(f"{domain} {language}: places differ: {msgid!r} / {message.string!r}")
    return said + [fault for language in TRANSLATED for fault in quarrels(language)]


def quarrels(language: str) -> list[str]:
    """Messages that two domains translate differently, a line each: what is shown would hang on the file order."""
    seen: dict[str, set[str]] = {}
    for domain in DOMAINS:
        for message in load(domain, language):
            if message.id and message.string:
                seen.setdefault(message.id, set()).add(message.string)
    return [f"{language}: two translations: {m!r}: {' / '.join(sorted(s))}" for m, s in seen.items() if len(s) > 1]


def main() -> int:
    """Run the command; 0 when all is well."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    calls = parser.add_subparsers(dest="call", required=True)
    calls.add_parser("update").add_argument("domains", nargs="*", default=list(DOMAINS))
    filling = calls.add_parser("fill")
    filling.add_argument("domain", choices=DOMAINS)
    filling.add_argument("file", type=Path)
    calls.add_parser("check")
    args = parser.parse_args()
    if args.call == "update":
        update(args.domains or DOMAINS)
    elif args.call == "fill":
        fill(args.domain, args.file)
    else:
        said = faults()
        print("\n".join(said) if said else "catalogues: complete")
        return 1 if said else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
