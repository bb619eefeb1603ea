"""The head of pictures, for every kind that a text may show: the kind and the size, from the first bytes."""

import io

import pytest
from PIL import Image

from pipeline.read.picture import Header, NotAPicture, measure_svg, read_header

SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}/>'


@pytest.fixture
def header(tmp_path):
    """The header of a file that holds these bytes."""

    def read(data):
        (tmp_path / "a").write_bytes(data)
        return read_header(tmp_path / "a")

    return read


@pytest.mark.parametrize(
    ("kind", "options"),
    [("PNG", {}), ("JPEG", {}), ("JPEG", {"progressive": True, "exif": b"Exif\0\0" + bytes(30_000)}), ("WebP", {}), ("WebP", {"lossless": True}), ("WebP", {"exif": b"Exif\0\0"}), ("AVIF", {})],
)
def test_pictures_tell_their_kind_and_size(header, kind, options):
    """Width, then height, as Pillow wrote them; whatever a camera has put before them."""
    data = io.BytesIO()
    Image.new("RGB", (70, 30)).save(data, kind, **options)

    assert header(data.getvalue()) == Header(kind, 70, 30)


def test_drawings_tell_their_kind_and_size(header):
    """Also behind a declaration and comments."""
    assert header(b'<?xml version="1.0"?><!-- made by hand -->' + SVG.format('viewBox="0 0 70 30"').encode()) == Header("SVG", 70, 30)


def test_a_size_is_told_without_decoding(header):
    """A head that promises more pixels than memory has room for is read like any other."""
    data = io.BytesIO()
    Image.new("RGB", (1, 1)).save(data, "PNG")
    head = bytearray(data.getvalue())
    head[16:24] = (60_000).to_bytes(4, "big") * 2

    assert header(bytes(head)).pixels == 3_600_000_000


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="7" height="3"', (7, 3)),
        ('width="7.6px" height=" 3 "', (8, 3)),
        ('viewBox="0 0 70 30"', (70, 30)),
        ('viewBox="0,0,70.4,30"', (70, 30)),
        ('width="100%" height="100%" viewBox="0 0 70 30"', (70, 30)),
        ('width="7" height="3" viewBox="0 0 70 30"', (7, 3)),
    ],
)
def test_drawings_tell_their_size(attributes, size):
    """By width and height in pixels, else by their view box."""
    assert measure_svg(SVG.format(attributes).encode()) == size


@pytest.mark.parametrize(
    "data",
    [b"", b"words", b"<svg", b"<html/>", SVG.format("").encode(), SVG.format('viewBox="0 0 x y"').encode(), b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0\x00", b"RIFF\0\0\0\0WEBPVP8 ", b"\0\0\0\x1cftypavif", b"GIF89a\1\0\1\0"],
)
def test_what_is_no_picture_is_refused(header, data):
    """Broken bytes and other kinds are told, and never crash."""
    with pytest.raises(NotAPicture):
        header(data)
