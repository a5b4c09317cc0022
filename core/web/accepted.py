"""Which language a browser asks for."""

from __future__ import annotations


def from_accepted(header: str) -> str | None:
    """The first language of an Accept-Language header (or one browser locale) that there is a catalogue for.

    Args:
        header: As the browser sent it, e.g. `zh-CN,zh;q=0.9,en;q=0.8`; quality values order it.

    Returns:
        One of `LANGUAGES`; None where the header names none of them.
    """
    wanted = []
    for place, part in enumerate(header.split(",")):
        tag, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            weight = 0.0
        if tag and weight > 0:
            wanted.append((-weight, place, tag.lower()))
    for _weight, _place, tag in sorted(wanted):
        found = _of_tag(tag)
        if found:
            return found
    return None


def _of_tag(tag: str) -> str | None:
    parts = tag.replace("_", "-").split("-")
    if parts[0] == "en":
        return "en"
    if parts[0] != "zh":
        return None
    if "hans" in parts or (parts[-1] in {"cn", "sg", "my"} and "hant" not in parts):
        return "zh-Hans"
    return "zh-Hant"
