"""The size of pictures, in CSS pixels, for every kind that a text may show."""

import io

import pytest
from PIL import Image

from pipeline.assets.pictures import NotAPicture, measure

SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}/>'


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp", "avif"])
def test_pictures_tell_their_size(kind):
    """Width, then height."""
    data = io.BytesIO()
    Image.new("RGB", (7, 3)).save(data, kind)

    assert measure(f"a.{kind}", data.getvalue()) == (7, 3)


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
    assert measure("a.SVG", SVG.format(attributes).encode()) == size


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.png", b""), ("a.png", b"words"), ("a.svg", b"<svg"), ("a.svg", b"words"), ("a.svg", SVG.format("").encode()), ("a.svg", SVG.format('viewBox="0 0 x y"').encode()), ("a.svg", b"<html/>")],
)
def test_what_is_no_picture_is_refused(name, data):
    """Broken bytes are told, and never crash."""
    with pytest.raises(NotAPicture):
        measure(name, data)
