"""Only pixels are kept."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from articles.assets.pictures import redrawn
from articles.errors import InputRefused

from . import pictures

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def reopened(data: bytes) -> Image.Image:
    found = Image.open(io.BytesIO(data))
    found.load()
    return found


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (SVG, "type"),
        (b"<?xml version='1.0'?>" + SVG, "type"),
        (b"%PDF-1.7", "type"),
        (b"GIF89a/*<script>alert(1)</script>*/", "type"),
        (b"", "type"),
        (pictures.noise()[:2000], "damaged"),
        (pictures.encoded(pictures.image(), "BMP"), "type"),
        (pictures.encoded(pictures.image(), "TIFF"), "type"),
        (pictures.flood(), "pixels"),
        (
            pictures.encoded(
                pictures.image(), "GIF", save_all=True, append_images=[pictures.image("L")]
            ),
            "moving",
        ),
    ],
    ids=[
        *("svg", "svg with a head", "pdf", "script in a gif", "nothing", "cut off", "bmp", "tiff"),
        *("flood of pixels", "moving"),
    ],
)
def test_what_is_no_still_picture_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(InputRefused) as caught:
        redrawn(data)
    assert (caught.value.field, caught.value.code) == ("picture", code)


def test_a_flood_of_pixels_costs_no_memory() -> None:
    tracemalloc.start()
    with pytest.raises(InputRefused, match="too many pixels"):
        redrawn(pictures.flood())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


MEASURED = """
import sys
from pathlib import Path
import django
django.setup()
from articles.assets.pictures import redrawn
data = Path(sys.argv[1]).read_bytes()
def memory(field):
    return int(Path("/proc/self/status").read_text().split(f"{field}:")[1].split()[0])
before = memory("VmRSS")
redrawn(data)
print(memory("VmHWM") - before)
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="a process is measured by Linux")
@pytest.mark.parametrize(
    ("mode", "kind", "size"),
    [("RGBA", "PNG", (4000, 4000)), ("CMYK", "JPEG", (4000, 4000)), ("RGBA", "WEBP", (4000, 3000))],
    ids=["png", "jpeg", "webp"],
)
def test_the_largest_picture_takes_less_than_200_mb(
    mode: str, kind: str, size: tuple[int, int], tmp_path: Path
) -> None:
    file = tmp_path / "large"
    Image.new(mode, size, (200, 30, 30, 90)).save(file, kind, quality=80)
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(file)],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "reviewflow.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert 20_000 < int(done.stdout) < 200_000


def test_each_kind_has_its_most_pixels() -> None:
    for kind, most in (("PNG", (4000, 4001)), ("WEBP", (4000, 3001))):
        with pytest.raises(InputRefused, match="too many pixels"):
            redrawn(pictures.encoded(Image.new("1" if kind == "PNG" else "RGB", most), kind))


def test_a_photograph_comes_out_upright_and_without_its_metadata() -> None:
    found = redrawn(pictures.jpeg_with_metadata())
    assert (found.width, found.height, found.media_type) == (20, 40, "image/jpeg")
    assert pictures.JPEG_PLACE not in found.data
    assert b"private remark" not in found.data
    assert not reopened(found.data).getexif()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_what_hangs_on_behind_a_picture_is_left_behind(kind: str) -> None:
    archive = b"PK\x03\x04 and <script>alert(1)</script>"
    found = redrawn(pictures.encoded(pictures.image(), kind) + archive)
    assert b"PK\x03\x04" not in found.data
    assert b"script" not in found.data


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA"])
def test_every_kind_of_pixel_is_written_as_it_looks(mode: str) -> None:
    given = pictures.encoded(pictures.image(mode), "PNG")
    found = redrawn(given)
    assert found.media_type == "image/png"
    before, after = reopened(given).convert("RGBA"), reopened(found.data).convert("RGBA")
    assert after.tobytes() == before.tobytes()


def test_print_colours_become_those_of_the_web() -> None:
    found = redrawn(pictures.encoded(pictures.image("CMYK"), "JPEG"))
    assert reopened(found.data).mode == "RGB"


def test_writing_a_stored_png_again_changes_nothing() -> None:
    once = redrawn(pictures.png())
    assert redrawn(once.data) == once
