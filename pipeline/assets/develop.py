"""Makes one version of a picture: upright, in sRGB, cut and shrunk, with nothing else that the camera wrote.

Loaded, and Pillow with it, when there is one to make.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable
from pathlib import Path

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from pipeline.read.picture import NotAPicture

# Chosen on photos at 640 pixels: below 58 skies show bands and skin turns waxy; above 60 files grow and eyes see no more.
AVIF = {"quality": 58, "speed": 6, "max_threads": 1}  # more threads would give other bytes on other machines
JPEG = {"quality": 75, "optimize": True, "progressive": True}
PNG = {"optimize": True}
_TURNED = (5, 6, 7, 8)  # EXIF orientations that change width and height
_ORIENTATION = 0x0112
_BROKEN = (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError)


def widths_of(path: Path, ratio: float, widths: Iterable[int]) -> list[int]:
    """Those widths that a picture can be made in: never wider than it is. Raises NotAPicture, OSError."""
    try:
        with Image.open(path) as picture:
            width, height = picture.size
            if picture.getexif().get(_ORIENTATION) in _TURNED:
                width, height = height, width
            if getattr(picture, "is_animated", False):
                raise NotAPicture("it moves, and readers could not stop it")
    except _BROKEN as error:
        raise _refused(error) from None
    whole = min(width, math.floor(height * ratio)) if ratio else width
    return sorted({min(wanted, whole) for wanted in widths})


def develop(path: Path, ratio: float, width: int) -> list[tuple[str, int, int, bytes]]:
    """Kind, width, height and bytes: as AVIF, and for browsers that lack it as JPEG, or PNG where something is transparent.

    Raises NotAPicture, OSError.
    """
    try:
        with Image.open(path) as picture:
            picture.draft("RGB", (2 * width, 2 * width))
            upright = _in_srgb(ImageOps.exif_transpose(picture))
    except _BROKEN as error:
        raise _refused(error) from None
    cut = _cut(upright, ratio) if ratio else upright
    size = (width, max(1, round(cut.height * width / cut.width)))
    small = cut.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    fallback = ("png", PNG) if small.mode == "RGBA" else ("jpeg", JPEG)
    return [(kind, *size, _bytes(small, kind, options)) for kind, options in (("avif", AVIF), fallback)]


def _in_srgb(picture: Image.Image) -> Image.Image:
    """RGB, or RGBA where anything is transparent, in the one color space that every browser shows alike."""
    profile = picture.info.get("icc_profile")
    clear = picture.has_transparency_data
    if picture.mode in ("P", "PA", "LA", "1"):
        picture = picture.convert("RGBA" if clear else "RGB")
    elif picture.mode.startswith("I"):  # 16 bits of gray
        picture = picture.point(lambda value: value / 256).convert("L")
    mode = "RGBA" if clear else "RGB"
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            picture = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=mode if picture.mode != "L" else "RGB")
        except ImageCms.PyCMSError:  # a profile of another kind of picture: take the colors as they are
            pass
    picture = picture.convert(mode)
    if mode == "RGBA" and picture.getextrema()[3][0] == 255:
        picture = picture.convert("RGB")
    return picture


def _cut(picture: Image.Image, ratio: float) -> Image.Image:
    """The middle of the picture, in the ratio."""
    width, height = min(picture.width, picture.height * ratio), min(picture.height, picture.width / ratio)
    left, top = (picture.width - width) / 2, (picture.height - height) / 2
    return picture.crop((round(left), round(top), round(left + width), round(top + height)))


def _bytes(picture: Image.Image, kind: str, options: dict) -> bytes:
    """The file, without a word of where and with what it was taken."""
    bare = picture.copy()
    bare.info.clear()
    out = io.BytesIO()
    bare.save(out, kind, exif=b"", **options)
    return out.getvalue()


def _refused(error: Exception) -> NotAPicture:
    return error if isinstance(error, NotAPicture) else NotAPicture(f"{error}".rstrip(".") or "its bytes are damaged")
