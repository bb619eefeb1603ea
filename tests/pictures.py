"""Draws pictures that look like photos to an encoder: soft light, edges, and grain, the same for the same seed."""

import random

from PIL import Image, ImageChops, ImageDraw, ImageFilter


def photo(path, size, seed=1):
    """Write a picture and return it; the kind is the one that the name says."""
    chance, (width, height) = random.Random(seed), size
    picture = Image.merge("RGB", [Image.linear_gradient("L").rotate(90 * turn).resize(size) for turn in (1, 2, 3)])
    pen = ImageDraw.Draw(picture)
    for _ in range(30):
        x, y, reach = chance.randrange(width), chance.randrange(height), chance.randrange(2, max(3, height // 4))
        pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=tuple(chance.randrange(256) for _ in range(3)))
    picture = picture.filter(ImageFilter.GaussianBlur(height / 300))
    grain = Image.frombytes("L", size, chance.randbytes(width * height)).point(lambda value: value // 32)
    picture = ImageChops.add(picture, Image.merge("RGB", [grain] * 3))
    picture.save(path, quality=92) if path.suffix == ".jpg" else picture.save(path)
    return picture
