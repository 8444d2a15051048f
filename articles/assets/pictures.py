"""Bytes that somebody calls a picture, as a picture of ours: nothing but its pixels is kept.

A file is decoded and written anew, so that places, names and devices in its metadata, a second
file behind its end, and whatever else hides in it stay outside.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from articles.errors import InputRefused

READABLE = ("PNG", "JPEG", "WEBP", "GIF")
MOST_PIXELS = 16_000_000
"""4000 × 4000, more than any page shows; with it, writing anew takes less than 200 MB of memory.
Refused from the head of the file, before a pixel is decoded.
"""
MOST_IN_WEBP = 12_000_000
"""Its decoder keeps copies of its own, and takes as much memory for fewer."""

_SMOOTH = 90
"""JPEG quality (1–95): no visible loss, and a second writing changes little."""


@dataclass(frozen=True, slots=True)
class Picture:
    """``data`` as it is stored: ``image/png`` or ``image/jpeg``, upright, in sRGB."""

    data: bytes
    media_type: str
    width: int
    height: int


def redrawn(data: bytes) -> Picture:
    """The picture in a file's bytes, written anew. Raises ``InputRefused`` for anything else."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _written(*_decoded(data))
    except Image.DecompressionBombError:
        raise _too_many(MOST_PIXELS) from None
    except UnidentifiedImageError:
        kinds = _("this is no PNG, JPEG, WebP or GIF picture.")
        raise InputRefused("picture", kinds, "type") from None
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, MemoryError):
        damaged = _("the picture is damaged; save it again, and take that.")
        raise InputRefused("picture", damaged, "damaged") from None


def _decoded(data: bytes) -> tuple[Image.Image, bool]:
    """The picture as a reader sees it, and whether it lost something already (JPEG).

    What it was decoded from ends here: of the largest picture every copy is 64 MB.
    """
    with Image.open(io.BytesIO(data), formats=READABLE) as opened:
        _check(opened)
        opened.load()
        lossy = opened.format == "JPEG"
        return _upright(opened), lossy


def _too_many(most: int) -> InputRefused:
    sentence = _("it has too many pixels; at most %d million fit.") % (most // 10**6)
    return InputRefused("picture", sentence, "pixels")


def _check(opened: Image.Image) -> None:
    width, height = opened.size
    most = MOST_IN_WEBP if opened.format == "WEBP" else MOST_PIXELS
    if width * height > most:
        raise _too_many(most)
    if getattr(opened, "n_frames", 1) > 1:
        raise InputRefused("picture", _("it moves; take a still picture."), "moving")


def _upright(opened: Image.Image) -> Image.Image:
    """As a reader sees it: turned as the camera was held, in the colours of the web."""
    ImageOps.exif_transpose(opened, in_place=True)
    image: Image.Image = opened
    profile = image.info.get("icc_profile")
    clear = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
    if profile and image.mode in {"RGB", "CMYK"}:
        try:
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            image = (
                ImageCms.profileToProfile(
                    image, given, ImageCms.createProfile("sRGB"), outputMode="RGB"
                )
                or image
            )
        except ImageCms.PyCMSError:
            pass  # a profile that nobody can read changes no colour elsewhere either
    mode = "RGBA" if clear else "L" if image.mode in {"1", "L"} else "RGB"
    return image if image.mode == mode else image.convert(mode)


def _written(image: Image.Image, lossy: bool) -> Picture:
    out, bare = io.BytesIO(), Image.new(image.mode, image.size)
    bare.paste(image)
    image.close()
    if lossy:
        bare.save(out, "JPEG", quality=_SMOOTH, optimize=True, progressive=True)
    else:
        bare.save(out, "PNG", optimize=True)
    return Picture(out.getvalue(), f"image/{'jpeg' if lossy else 'png'}", *image.size)
