"""Photos of a request: made small and plain, sealed like other personal data, never a file.

Whatever a phone sends is decoded within a bound of pixels and written anew as a JPEG: what the camera noted beside the
picture (place, time, device) and whatever else a file can carry stays behind.
"""

from __future__ import annotations

import base64
import io
import struct
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from PIL import Image, ImageOps, UnidentifiedImageError

from core.store.bulk import numbered
from core.store.database import Database
from core.store.office_tables import photos
from core.store.seals import Sealer
from core.store.tables import seals
from core.store.writer import seconds
from core.texts import N_, Text

MOST = 3
BYTES_MOST = 5 * 1024 * 1024
PIXELS_MOST = 50_000_000
"""More than any phone's picture; decoding one of this size takes 150 MB."""
SIDE_MOST = 1600
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP")


@dataclass(frozen=True)
class Photo:
    """A photo written anew: the bytes of a JPEG and its size in pixels."""

    jpeg: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Kept:
    """A photo as it is kept, not opened: its number and its size in pixels."""

    photo_id: int
    width: int
    height: int


def written_anew(file: bytes) -> Photo | Text:
    """Write a picture anew as a JPEG of at most 1600 pixels a side, upright, with nothing but its pixels.

    Args:
        file: JPEG, PNG or WebP, as a phone sends it.

    Returns:
        The photo, or why it cannot be taken.
    """
    if len(file) > BYTES_MOST:
        return Text(N_("A photo has at most {megabytes} MB."), {"megabytes": BYTES_MOST // 1024**2})
    try:
        with Image.open(io.BytesIO(file), formats=FORMATS) as opened:
            if opened.width * opened.height > PIXELS_MOST:
                return Text(N_("The photo has too many pixels. Take it again with a lower resolution."))
            opened.draft("RGB", (SIDE_MOST, SIDE_MOST))  # a JPEG is decoded at a fraction of its size
            return _anew(opened)
    except Image.DecompressionBombError:
        return Text(N_("The photo has too many pixels. Take it again with a lower resolution."))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, struct.error, MemoryError):
        return Text(N_("This is no photo that can be read. Send a JPEG, PNG or WebP picture."))


def _anew(opened: Image.Image) -> Photo:
    opened.thumbnail((SIDE_MOST, SIDE_MOST))
    upright = ImageOps.exif_transpose(opened)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        clear = upright.convert("RGBA")
        upright = Image.new("RGBA", clear.size, "white")
        upright.alpha_composite(clear)
    plain = Image.new("RGB", upright.size)  # a new picture has no notes of a camera, no profile, no thumbnail
    plain.paste(upright.convert("RGB"))
    written = io.BytesIO()
    plain.save(written, "JPEG", quality=QUALITY, optimize=True)
    return Photo(written.getvalue(), plain.width, plain.height)


def keep(database: Database, connection: sa.Connection, request_no: str, taken: Sequence[Photo]) -> None:
    """Seal and keep the photos of a request; inside an act."""
    if not taken:
        return
    first = numbered(connection, len(taken))
    for number, photo in enumerate(taken, first):
        values = {"jpeg": base64.b64encode(photo.jpeg).decode("ascii")}
        blob, secret = database.sealer.seal("photos", number, values)
        connection.execute(
            photos.insert().values(
                photo_id=number,
                request_no=request_no,
                made_at=seconds(database.clock()),
                width=photo.width,
                height=photo.height,
                sealed=blob,
            )
        )
        connection.execute(seals.insert().values(row_of="photos", row_id=number, secret=secret))


def kept_of(connection: sa.Connection, request_no: str) -> list[Kept]:
    """The photos of a request, in the order in which they were sent; nothing is opened."""
    asked = sa.select(photos.c.photo_id, photos.c.width, photos.c.height).where(photos.c.request_no == request_no)
    return [Kept(*row) for row in connection.execute(asked.order_by(photos.c.photo_id))]


def open_photo(connection: sa.Connection, sealer: Sealer, photo_id: int) -> bytes | None:
    """The JPEG of a photo; None where there is none, or its person was erased."""
    on = sa.and_(seals.c.row_of == "photos", seals.c.row_id == photos.c.photo_id)
    asked = sa.select(photos.c.sealed, seals.c.secret).select_from(photos.outerjoin(seals, on))
    found = connection.execute(asked.where(photos.c.photo_id == photo_id)).first()
    if found is None:
        return None
    jpeg = sealer.open("photos", photo_id, found.sealed, found.secret).get("jpeg")
    return base64.b64decode(jpeg) if jpeg else None
