"""Photos: small, upright, without what the camera noted; bombs and other files refused; sealed."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import replace

import pytest
import sqlalchemy as sa
from PIL import Image

from core.office import photos, requests
from core.office.photos import Photo, written_anew
from core.store.database import Database
from core.texts import Text
from tests.office.asking import ASKED, ask

GPS, ORIENTATION, MODEL = 0x8825, 0x0112, 0x0110


def picture(size: tuple[int, int] = (40, 20), kind: str = "JPEG", **saved: object) -> bytes:
    """Left half red, right half blue."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    written = io.BytesIO()
    image.save(written, kind, **saved)
    return written.getvalue()


def noted() -> Image.Exif:
    exif = Image.Exif()
    exif[MODEL] = "Phone of 王建國"
    exif[ORIENTATION] = 6  # the camera was held upright: turn right
    exif.get_ifd(GPS)[2] = (29.0, 33.0, 12.0)
    return exif


def opened(photo: Photo | Text) -> Image.Image:
    assert isinstance(photo, Photo), photo.say("en")
    return Image.open(io.BytesIO(photo.jpeg))


def test_what_the_camera_noted_is_gone_and_the_picture_upright() -> None:
    file = picture(exif=noted(), comment=b"secret place")
    assert dict(Image.open(io.BytesIO(file)).getexif())
    photo = written_anew(file)
    image = opened(photo)
    assert (image.format, image.size, (photo.width, photo.height)) == ("JPEG", (20, 40), (20, 40))
    assert (dict(image.getexif()), image.info.get("comment"), "icc_profile" in image.info) == ({}, None, False)
    assert not any(word in photo.jpeg for word in (b"Phone", b"secret", b"Exif"))
    red, blue = image.getpixel((10, 5)), image.getpixel((10, 35))
    assert (red[0] > 200, blue[2] > 200) == (True, True)


@pytest.mark.parametrize(
    ("size", "expected"), [((4000, 3000), (1600, 1200)), ((1000, 3000), (533, 1600)), ((1600, 1), (1600, 1))]
)
def test_the_longer_side_has_1600_pixels_at_most(size: tuple[int, int], expected: tuple[int, int]) -> None:
    assert opened(written_anew(picture(size))).size == expected


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG"])
def test_formats_of_phones(kind: str) -> None:
    assert opened(written_anew(picture(kind=kind))).size == (40, 20)


def test_what_is_clear_becomes_white() -> None:
    written = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(written, "PNG")
    assert min(opened(written_anew(written.getvalue())).getpixel((5, 5))) > 250


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it is large; a few bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


MANY = "The photo has too many pixels. Take it again with a lower resolution."
NONE = "This is no photo that can be read. Send a JPEG, PNG or WebP picture."


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (bomb(8000, 8000), MANY),
        (bomb(60_000, 60_000), MANY),
        (bomb(1000, 1000), NONE),
        (b"", NONE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", NONE),
        (b"%PDF-1.7", NONE),
        (picture()[:200], NONE),
        (picture(kind="GIF"), NONE),
        (picture(kind="TIFF"), NONE),
        (b"\xff" * (photos.BYTES_MOST + 1), "A photo has at most 5 MB."),
    ],
    ids=["large", "bomb", "torn", "blank", "svg", "pdf", "cut", "gif", "tiff", "heavy"],
)
def test_what_is_no_photo_is_refused(file: bytes, expected: str) -> None:
    said = written_anew(file)
    assert isinstance(said, Text)
    assert said.say("en") == expected


def test_photos_are_sealed_and_open_again(database: Database) -> None:
    number = ask(database, photos=(picture(), picture((30, 30))))
    with database.read() as connection:
        kept = photos.kept_of(connection, number)
        jpegs = [photos.open_photo(connection, database.sealer, one.photo_id) for one in kept]
        blobs = [row.sealed for row in connection.execute(sa.select(photos.photos.c.sealed))]
        assert photos.open_photo(connection, database.sealer, 0) is None
    assert [(one.width, one.height) for one in kept] == [(40, 20), (30, 30)]
    assert jpegs == [written_anew(picture()).jpeg, written_anew(picture((30, 30))).jpeg]
    assert all(b"JFIF" not in blob and b"/9j/" not in blob for blob in blobs)


def test_a_form_says_which_photo_is_wrong() -> None:
    faults = requests.check(replace(ASKED, photos=(picture(), b"x", picture())))
    assert [(fault.field, fault.place) for fault in faults] == [("photos", 1)]


def test_a_photo_of_an_erased_person_does_not_open(database: Database) -> None:
    number = ask(database, photos=(picture(),))
    database.write(lambda c: c.execute(sa.text("DELETE FROM seals WHERE row_of = 'photos'")).rowcount)
    with database.read() as connection:
        (kept,) = photos.kept_of(connection, number)
        assert photos.open_photo(connection, database.sealer, kept.photo_id) is None
