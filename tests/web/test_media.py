"""Addresses of files that Streamlit serves from memory: nobody guesses one, whatever is in the file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streamlit.runtime import memory_media_file_storage as storage
from streamlit.runtime.media_file_storage import MediaFileKind

from core.web.shell import media


@pytest.fixture
def kept() -> Iterator[storage.MemoryMediaFileStorage]:
    """A storage whose files are named by us; Streamlit's own way is put back."""
    before = storage._calculate_file_id
    media.install()
    yield storage.MemoryMediaFileStorage("/media")
    storage._calculate_file_id = before


def address(kept: storage.MemoryMediaFileStorage, data: bytes, name: str | None = None) -> str:
    return kept.get_url(kept.load_and_get_id(data, "text/csv", MediaFileKind.DOWNLOADABLE, name))


def test_an_address_needs_the_key_of_the_process(
    kept: storage.MemoryMediaFileStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = address(kept, b"a,b", "one.csv")
    assert address(kept, b"a,b", "one.csv") == first
    assert len(first.rsplit("/", 1)[1].split(".")[0]) == media.BYTES * 2
    monkeypatch.setattr(media, "KEY", b"k" * 32)
    assert address(kept, b"a,b", "one.csv") != first


def test_whatever_differs_gives_another_address_however_large(kept: storage.MemoryMediaFileStorage) -> None:
    large = bytearray(3 * 1024 * 1024)
    other = large.copy()
    other[900_000] = 1  # where Streamlit's own hash of a large file does not look
    assert storage._calculate_file_id is media.file_id
    found = [address(kept, bytes(d), n) for d, n in ((large, "a"), (other, "a"), (large, "b"), (large, None))]
    assert len(set(found)) == 4
    assert kept.get_file(found[1].rsplit("/", 1)[1]).content == bytes(other)


def test_without_it_two_large_files_would_share_an_address() -> None:
    """The gate, seen to fail: Streamlit's own naming."""
    large = bytearray(3 * 1024 * 1024)
    other = large.copy()
    other[900_000] = 1
    named = {storage._calculate_file_id(bytes(d), "text/csv", "a") for d in (large, other)}
    assert len(named) == 1
