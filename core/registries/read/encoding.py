"""Which encoding a text file is in: byte order mark, strict UTF-8, then a guess that the header row confirms."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa

from core.registries.definitions import simplified
from core.registries.read.sniff import Refusal

ENCODINGS = ("utf-8", "gb18030", "big5hkscs", "cp950", "utf-16-le", "utf-16-be")
_GUESSED = ("gb18030", "big5hkscs", "cp950")
_SAMPLE = 32 * 1024
_TIE = 0.15
_BLOCK = 1 << 22


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding and how sure it is.

    Attributes:
        name: Python's name of it.
        mark: Bytes of the byte order mark, to be left out.
        sure: False for a guess that nothing in the file confirms.
    """

    name: str
    mark: int = 0
    sure: bool = True


def detect(data: bytes, header_score: Callable[[str], int]) -> Encoding | Refusal:
    """Find the encoding of a text file.

    Args:
        data: The whole file.
        header_score: Of a decoded beginning, how many known headers one of its rows has.

    Returns:
        The encoding, or why there is none: bytes that no encoding we read allows, or UTF-8 that was damaged.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return Encoding(name, len(mark))
    if wide := _unmarked_utf16(data):
        return Encoding(wide)
    if b"\x00" in data[:_SAMPLE]:
        return Refusal("text_binary")
    if is_utf8(data):
        return Encoding("utf-8")
    if damaged := _damaged_utf8(data):
        return damaged
    return _guess(data, header_score)


def decoded(data: bytes, encoding: Encoding) -> bytes | Refusal:
    """The file as UTF-8 without a byte order mark, strictly: a byte that does not belong is a refusal with its line."""
    body = data[encoding.mark :] if encoding.mark else data
    if encoding.name == "utf-8":
        return body if is_utf8(body) else _first_bad(body, "utf-8")
    try:
        return body.decode(encoding.name).encode()
    except UnicodeDecodeError:
        return _first_bad(body, encoding.name)
    except UnicodeEncodeError:
        return Refusal("text_binary")


def is_utf8(data: bytes) -> bool:
    """Whether bytes are strict UTF-8, without decoding them."""
    offsets = pa.array([0, len(data)], pa.int64()).buffers()[1]
    try:
        pa.LargeStringArray.from_buffers(1, offsets, pa.py_buffer(data)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def sample_of(data: bytes, encoding: Encoding, length: int = _SAMPLE) -> str:
    """The decoded beginning of a file; a character cut at the end of the sample is left out."""
    decoder = codecs.getincrementaldecoder(encoding.name)("replace")
    return decoder.decode(data[encoding.mark : encoding.mark + length])


def _unmarked_utf16(data: bytes) -> str:
    head = data[: _SAMPLE & ~1]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(len(head) // 2, 1)
    for zeros, others, name in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros / half > 0.2 and others / half < 0.02:
            return name
    return ""


def _damaged_utf8(data: bytes) -> Refusal | None:
    """UTF-8 with a few broken places must not be taken for GB18030, which allows nearly any bytes."""
    first = next((i for i in range(0, len(data), _BLOCK) if not data[i : i + _BLOCK].isascii()), 0)
    block = data[first : first + _BLOCK]
    text = block.decode("utf-8", "replace")
    wide = sum(1 for c in text if c > "\x7f")
    broken = text.count("\ufffd") - block.count("\ufffd".encode())
    if wide and broken / wide < 0.2:
        return _first_bad(data, "utf-8")
    return None


def _first_bad(data: bytes, encoding: str) -> Refusal:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    lines = 0
    for at in range(0, len(data), _BLOCK):
        block = data[at : at + _BLOCK]
        try:
            lines += decoder.decode(block, at + _BLOCK >= len(data)).count("\n")
        except UnicodeDecodeError as error:
            good = error.object[: error.start].decode(encoding, "replace")
            return Refusal("text_undecodable", {"encoding": encoding}, row=lines + good.count("\n") + 1)
    return Refusal("text_undecodable", {"encoding": encoding}, row=lines + 1)


def _guess(data: bytes, header_score: Callable[[str], int]) -> Encoding | Refusal:
    sample = _telling_sample(data)
    readable = {name: _readable(sample, name) for name in _GUESSED}
    ranked = sorted(_GUESSED, key=lambda name: -readable[name])
    if abs(readable["gb18030"] - readable["big5hkscs"]) < _TIE and (likely := _likeliest(sample)):
        ranked.sort(key=lambda name: name != likely)
    scores = {name: header_score(sample_of(data, Encoding(name))) for name in ranked}
    ranked.sort(key=lambda name: -scores[name])
    ascii_header = data[: max(data.find(b"\n"), 0)].isascii()
    for name in ranked:
        try:
            data.decode(name)
        except UnicodeDecodeError:
            continue
        return Encoding(name, sure=scores[name] > 0 and not ascii_header)
    return _first_bad(data, ranked[0])


def _telling_sample(data: bytes) -> bytes:
    """Lines that have characters outside ASCII, whole, up to a bounded length."""
    head = data[: 1 << 20]
    lines = [line for line in head.split(b"\n") if not line.isascii()]
    if not lines:
        lines = [line for line in data.split(b"\n") if not line.isascii()][:500]
    return b"\n".join(lines)[:_SAMPLE]


def _readable(sample: bytes, encoding: str) -> float:
    """Share of the characters that are everyday ones: the first level of GB 2312, or the Traditional form of one."""
    wide = [c for c in sample.decode(encoding, "replace") if c > "\x7f"]
    return sum(map(_everyday, simplified("".join(wide)))) / len(wide) if wide else 0.0


def _everyday(char: str) -> bool:
    code = char.encode("gb2312", "replace")
    return len(code) == 2 and (0xB0 <= code[0] <= 0xD7 or code[0] <= 0xA3)


def _likeliest(sample: bytes) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - imported by few files, slower than reading most

    best = from_bytes(sample, cp_isolation=["gb18030", "big5hkscs", "big5"]).best()
    if best is None:
        return ""
    return "big5hkscs" if best.encoding.startswith("big5") else "gb18030"
