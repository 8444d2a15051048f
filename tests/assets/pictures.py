"""Pictures for tests, and files that only pretend to be some."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib

from PIL import Image

JPEG_PLACE = b"GPS 40.7 N"


def image(mode: str = "RGB", size: tuple[int, int] = (12, 8)) -> Image.Image:
    made = Image.new(mode, size)
    made.putpixel((0, 0), {"L": 200, "P": 3, "1": 1}.get(mode, tuple(range(9, 9 + len(mode)))))
    return made


def encoded(made: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    made.save(out, kind, **options)
    return out.getvalue()


def png(size: tuple[int, int] = (12, 8)) -> bytes:
    return encoded(image(size=size), "PNG")


def noise() -> bytes:
    """A picture that no packing makes small."""
    pixels = hashlib.shake_128(b"noise").digest(64 * 64)
    return encoded(Image.frombytes("L", (64, 64), pixels), "PNG")


def jpeg_with_metadata() -> bytes:
    """A photograph that lies on its side, with a place and a maker in its metadata."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by a quarter
    exif[0x010F] = JPEG_PLACE.decode()
    return encoded(image(size=(40, 20)), "JPEG", exif=exif, comment=b"a private remark")


def flood(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of a few bytes that says it has thousands of millions of pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = zlib.compress(b"\0" * 1000)
    parts = ((b"IHDR", head), (b"IDAT", packed), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
