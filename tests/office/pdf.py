"""Reading a printed paper back: where each piece of text stands, and what is drawn; enough for what fpdf2 writes."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

MM = 25.4 / 72
_OBJECT = re.compile(rb"(?<=\n)(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_TOKEN = re.compile(rb"\((?:\\.|[^\\()])*\)|[^\s()\[\]]+|\[|\]", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(frozen=True)
class Run:
    """A piece of text: left end, top and bottom of its letters, right end; mm from the left upper corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float

    def meets(self, other: Run) -> bool:
        """Whether two pieces stand on each other."""
        return (
            self.left < other.right - 0.05
            and other.left < self.right - 0.05
            and self.top < other.bottom - 0.05
            and other.top < self.bottom - 0.05
        )


@dataclass
class Page:
    """A page: its size in mm, its texts in the order written, its filled rectangles (x, y, width, height)."""

    wide: float
    high: float
    runs: list[Run] = field(default_factory=list)
    filled: list[tuple[float, float, float, float]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All texts, one a line."""
        return "\n".join(run.text for run in self.runs)


@dataclass(frozen=True)
class _Font:
    letters: dict[int, str]
    cids: dict[int, int]
    widths: dict[int, float]


def objects(file: bytes) -> dict[int, bytes]:
    """Objects by number, streams unpacked."""
    return {int(m[1]): m[2] for m in _OBJECT.finditer(file)}


def stream(body: bytes) -> bytes:
    """The unpacked stream of an object."""
    head, _, rest = body.partition(b"stream\n")
    raw = rest[: int(re.search(rb"/Length (\d+)", head)[1])]
    return zlib.decompress(raw) if b"FlateDecode" in head else raw


def information(file: bytes) -> dict[str, str]:
    """What the file says of itself."""
    trailer = file[file.rindex(b"trailer") :]
    body = objects(file)[int(re.search(rb"/Info (\d+) 0 R", trailer)[1])]
    return {k.decode(): v.decode("latin-1") for k, v in re.findall(rb"/(\w+) [(<](.*?)[)>](?=\n)", body)}


def read(file: bytes) -> list[Page]:
    """The pages of a file."""
    found = objects(file)
    tree = next(b for b in found.values() if b"/Type /Pages" in b)
    font = next(_font(found, b) for b in found.values() if b"/Subtype /Type0" in b)
    pages = []
    for number in re.findall(rb"(\d+) 0 R", re.search(rb"/Kids \[(.*?)\]", tree, re.DOTALL)[1]):
        body = found[int(number)]
        box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", body) or re.search(
            rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", tree
        )
        page = Page(float(box[1]) * MM, float(box[2]) * MM)
        _fill(page, stream(found[int(re.search(rb"/Contents (\d+)", body)[1])]), font)
        pages.append(page)
    return pages


def _font(found: dict[int, bytes], body: bytes) -> _Font:
    letters = stream(found[int(re.search(rb"/ToUnicode (\d+)", body)[1])])
    cids = stream(found[int(re.search(rb"/Encoding (\d+)", body)[1])])
    child = found[int(re.search(rb"/DescendantFonts \[(\d+)", body)[1])]
    return _Font(
        {
            int(a, 16): bytes.fromhex(b.decode()).decode("utf-16-be")
            for a, b in re.findall(rb"<(\w{4})> <(\w+)>\n", letters.partition(b"beginbfchar")[2])
        },
        {int(a, 16): int(b) for a, b in re.findall(rb"<(\w{4})> (\d+)", cids)},
        dict(_widths(re.search(rb"/W \[(.*)\]", child, re.DOTALL)[1])),
    )


def _widths(body: bytes) -> Iterator[tuple[int, float]]:
    tokens = iter(re.findall(rb"\[|\]|[\d.]+", body))
    for first in tokens:
        second = next(tokens)
        if second != b"[":
            yield from ((cid, float(w)) for w in [next(tokens)] for cid in range(int(first), int(second) + 1))
            continue
        for place, width in enumerate(iter(lambda: next(tokens), b"]")):
            yield int(first) + place, float(width)


def _fill(page: Page, contents: bytes, font: _Font) -> None:
    size, kept, stack = 0.0, [], []
    path: list[tuple[float, float, float, float]] = []
    x = y = 0.0
    for token in _TOKEN.findall(contents):
        stack.append(token)
        if token == b"q":
            kept.append(size)
        elif token == b"Q":
            size = kept.pop()
        elif token == b"Tf":
            size = float(stack[-2])
        elif token == b"Td":
            x, y = float(stack[-3]), float(stack[-2])
        elif token == b"Tj":
            page.runs.append(_run(page, font, stack[-2][1:-1], x, y, size))
        elif token == b"re":
            a, b, w, h = (float(t) * MM for t in stack[-5:-1])
            path.append((a, page.high - b - h, w, h) if h > 0 else (a, page.high - b, w, -h))
        elif token == b"f":
            page.filled += path
            path = []
        elif token in (b"S", b"B"):
            path = []


def _run(page: Page, font: _Font, raw: bytes, x: float, y: float, size: float) -> Run:
    plain = re.sub(rb"\\(.)", lambda m: _ESCAPES.get(m[1], m[1]), raw, flags=re.DOTALL)
    codes = [int.from_bytes(plain[i : i + 2]) for i in range(0, len(plain), 2)]
    wide = sum(font.widths[font.cids[c]] for c in codes) * size / 1000
    base = page.high - y * MM
    text = "".join(font.letters[c] for c in codes)
    return Run(text, x * MM, base - 0.8 * size * MM, (x + wide) * MM, base + 0.1 * size * MM, size)
