"""Pictures as pages show them: their widths and kinds, upright and in sRGB, without what the camera wrote, made once."""

import io

import pytest
from PIL import Image, ImageCms

from pipeline.assets import pictures as module
from pipeline.assets.pictures import WIDTHS, Pictures, Wanted
from pipeline.progress import Progress
from pipeline.read.picture import NotAPicture
from tests.pictures import photo


@pytest.fixture
def store(tmp_path):
    """A store whose sources lie in `content`, beside it."""
    (tmp_path / "content").mkdir()
    return Pictures(tmp_path / "content", tmp_path / "store")


def shapes(store, wanted):
    """Kind, width and height of each version."""
    return [(version.kind, version.width, version.height) for version, _ in store.versions(wanted)]


def opened(store, wanted, kind="jpeg", at=0):
    """One of the versions of a kind, decoded."""
    return Image.open(io.BytesIO([data for version, data in store.versions(wanted) if version.kind == kind][at]))


def test_a_photo_comes_in_all_widths_and_two_kinds(store):
    """AVIF and JPEG, the widest first; every file is of the kind and size that it is told to be."""
    photo(store.content / "a.jpg", (1600, 900))
    made = store.versions(Wanted("a.jpg"))

    assert [(v.kind, v.width) for v, _ in made] == [(kind, width) for width in reversed(WIDTHS) for kind in ("avif", "jpeg")]
    for version, data in made:
        with Image.open(io.BytesIO(data)) as picture:
            assert (picture.format.lower(), picture.size) == (version.kind, (version.width, version.height))
            assert abs(version.height - version.width * 9 / 16) <= 0.5


def test_no_picture_is_enlarged(store):
    """One that is narrower than the layout keeps its own width as the largest."""
    photo(store.content / "a.jpg", (500, 400))
    photo(store.content / "b.jpg", (20, 10))

    assert shapes(store, Wanted("a.jpg"))[::2] == [("avif", 500, 400), ("avif", 480, 384), ("avif", 320, 256)]
    assert shapes(store, Wanted("b.jpg")) == [("avif", 20, 10), ("jpeg", 20, 10)]


@pytest.mark.parametrize(("size", "whole"), [((1600, 900), (1184, 592)), ((1000, 1000), (1000, 500)), ((1000, 200), (400, 200))])
def test_a_large_picture_is_cut_to_its_ratio(store, size, whole):
    """The middle stays."""
    source = photo(store.content / "a.png", size)
    made = opened(store, Wanted("a.png", 2.0))

    assert made.size == whole
    shown = source.resize((8, 8 * size[1] // size[0] or 1)).getpixel((4, (8 * size[1] // size[0]) // 2))
    assert all(abs(one - other) < 60 for one, other in zip(made.resize((8, 4)).getpixel((4, 2)), shown, strict=True))


def test_a_photo_stands_upright_and_tells_nothing(store):
    """The way the camera was held is carried out; place, camera and thumbnail are left out."""
    exif = Image.Exif()
    exif[0x0112], exif[0x0110] = 6, "Camera"
    exif.get_ifd(0x8825)[2] = (51.0, 30.0, 0.0)
    picture = Image.new("RGB", (400, 200), "white")
    picture.paste("red", (0, 0, 200, 200))  # left as stored, so above when held upright
    picture.save(store.content / "a.jpg", exif=exif, comment=b"Camera", xmp=b"<x:xmpmeta>Camera</x:xmpmeta>")

    made = opened(store, Wanted("a.jpg"))
    assert made.size == (200, 400)
    assert made.getpixel((100, 50))[1] < 60
    assert made.getpixel((100, 350))[1] > 200
    for _, data in store.versions(Wanted("a.jpg")):
        assert not [mark for mark in (b"Exif", b"Camera", b"xmpmeta", b"ICC_PROFILE") if mark in data]


def test_colors_of_another_space_become_srgb(store):
    """What a profile calls blue is blue in the file that browsers get, which needs no profile."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = profile.index(b"rXYZ"), profile.index(b"bXYZ")
    profile[red:red + 4], profile[blue:blue + 4] = b"bXYZ", b"rXYZ"
    Image.new("RGB", (8, 8), "red").save(store.content / "a.png", icc_profile=bytes(profile))

    red, green, blue = opened(store, Wanted("a.png")).getpixel((4, 4))
    assert (red < 20, green < 20, blue > 235) == (True, True, True)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_pixel_is_understood(store, mode):
    """Gray, palettes, print colors, 16 bits: a light picture stays light."""
    name = "a.tif" if mode == "CMYK" else "a.png"
    light = {"1": 1, "L": 230, "LA": (230, 255), "P": 230, "RGBA": (230, 230, 230, 255), "CMYK": (0, 0, 0, 25), "I;16": 59_000}[mode]
    picture = Image.new(mode, (16, 8), light)
    if mode == "P":
        picture.putpalette([value for value in range(256) for _ in range(3)])
    picture.save(store.content / name)

    assert min(opened(store, Wanted(name)).getpixel((8, 4))) > 200


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_clear_stays_clear(store, mode):
    """With PNG for browsers without AVIF."""
    if mode == "P":
        picture = Image.new("P", (16, 8), 3)
        picture.putpalette(range(30))
        picture.save(store.content / "a.png", transparency=3)
    else:
        Image.new("RGBA", (16, 8), (255, 0, 0, 0)).convert(mode).save(store.content / "a.png")

    assert [kind for kind, _, _ in shapes(store, Wanted("a.png"))] == ["avif", "png"]
    assert opened(store, Wanted("a.png"), "png").convert("RGBA").getpixel((8, 4))[3] == 0


def test_the_same_picture_gives_the_same_bytes(store, tmp_path):
    """In one process or two, made ahead or when asked for, in another store, under another name."""
    photo(store.content / "a.jpg", (700, 500))
    (store.content / "b.jpg").write_bytes((store.content / "a.jpg").read_bytes())
    ahead = Pictures(store.content, tmp_path / "other")
    ahead.make([Wanted("a.jpg"), Wanted("a.jpg")], 2, Progress())

    assert store.versions(Wanted("a.jpg")) == ahead.versions(Wanted("a.jpg")) == ahead.versions(Wanted("b.jpg"))
    assert len(list((tmp_path / "other").iterdir())) == 1


def test_what_is_there_is_not_made_again(store, monkeypatch):
    """Nor is it opened: a source that changes is another picture."""
    photo(store.content / "a.jpg", (100, 50))
    first = store.versions(Wanted("a.jpg"))
    with monkeypatch.context() as patched:
        patched.setattr(Image, "open", None)
        again = Pictures(store.content, store.folder)
        again.make([Wanted("a.jpg")], 1, Progress())
        assert again.versions(Wanted("a.jpg")) == first
    photo(store.content / "a.jpg", (100, 50), seed=2)
    assert Pictures(store.content, store.folder).versions(Wanted("a.jpg")) != first


def test_a_damaged_store_is_mended(store):
    """A file that is gone, or a list that can't be read, only costs the time to make it again."""
    photo(store.content / "a.jpg", (100, 50))
    first = store.versions(Wanted("a.jpg"))
    folder = next(store.folder.iterdir())
    (folder / "100.avif").unlink()
    assert store.versions(Wanted("a.jpg")) == first
    (folder / "versions.json").write_text("{")
    assert store.versions(Wanted("a.jpg")) == first
    assert (folder / "100.avif").is_file()


def test_the_store_is_bounded(store, monkeypatch):
    """Beyond its size, what was used longest ago goes; what this build uses stays, and so does what another is making."""
    for name in "abc":
        photo(store.content / f"{name}.jpg", (100, 50), seed=ord(name))
        store.make([Wanted(f"{name}.jpg")], 1, Progress())
    kept = {name: store._key(Wanted(f"{name}.jpg")) for name in "abc"}
    (store.folder / ".making.1").mkdir()
    store.versions(Wanted("a.jpg"))
    monkeypatch.setattr(module, "MAX_BYTES", sum(file.stat().st_size for file in (store.folder / kept["a"]).iterdir()) * 2.5)
    photo(store.content / "d.jpg", (100, 50), seed=9)
    store.make([Wanted("d.jpg")], 1, Progress())

    names = {folder.name for folder in store.folder.iterdir()}
    assert names == {kept["a"], store._key(Wanted("d.jpg")), ".making.1"}


@pytest.mark.parametrize("damage", ["cut", "moves"])
def test_what_can_not_be_shown_is_refused(store, damage):
    """A file that ends too early, and one that moves: making ahead passes it over, asking for it says why."""
    if damage == "cut":
        photo(store.content / "a.png", (300, 300))
        (store.content / "a.png").write_bytes((store.content / "a.png").read_bytes()[:2000])
    else:
        Image.new("RGB", (9, 9)).save(store.content / "a.png", save_all=True, append_images=[Image.new("RGB", (9, 9), "red")])
    store.make([Wanted("a.png")], 1, Progress())

    with pytest.raises(NotAPicture):
        store.versions(Wanted("a.png"))
