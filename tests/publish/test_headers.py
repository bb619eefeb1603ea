"""The table of headers: what every answer says, and how long a browser may keep it."""

import re

import pytest

from pipeline.publish.headers import rules_for

DIGEST = re.compile(r"\.[0-9a-f]{12}\.[a-z0-9]+$")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/index.html", "text/html; charset=utf-8"),
        ("/feed.xml", "application/atom+xml; charset=utf-8"),
        ("/sitemap.xml", "application/xml"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/.well-known/security.txt", "text/plain; charset=utf-8"),
        ("/favicon.ico", "image/vnd.microsoft.icon"),
        ("/assets/site.0123456789ab.css", "text/css; charset=utf-8"),
        ("/assets/site.0123456789ab.webmanifest", "application/manifest+json"),
        ("/assets/form.0123456789ab.odd", "application/octet-stream"),
    ],
)
def test_a_file_has_the_type_of_its_name(path, kind):
    """Browsers are told not to guess, so the type must be right; a file of an unknown kind is only bytes."""
    assert rules_for(path)["Content-Type"] == kind


def test_only_files_named_by_their_digest_are_kept_for_ever(site):
    """A page is asked for anew each time; a file in the assets' folder never changes, and its name shows why."""
    for path in sorted(path for path in site.output.rglob("*") if path.is_file()):
        name = f"/{path.relative_to(site.output).as_posix()}"
        kept = rules_for(name)["Cache-Control"] == "public, max-age=31536000, immutable"
        assert kept == bool(DIGEST.search(name)), name
        assert kept or rules_for(name)["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_every_file_of_the_site_has_a_known_type(site):
    """Nothing that we build is sent as mere bytes."""
    names = [f"/{path.relative_to(site.output).as_posix()}" for path in site.output.rglob("*") if path.is_file()]
    assert [name for name in names if rules_for(name)["Content-Type"] == "application/octet-stream"] == []


@pytest.mark.parametrize(("suffix", "encoding"), [(".br", "br"), (".gz", "gzip")])
def test_a_compressed_copy_says_what_it_holds(suffix, encoding):
    """It has the headers of its file, and its encoding."""
    assert rules_for(f"/about/index.html{suffix}") == {**rules_for("/about/index.html"), "Content-Encoding": encoding}


def test_nothing_may_run_load_from_elsewhere_or_frame_a_page():
    """The policy starts from nothing; no source but ourselves stands in it."""
    policy = dict(part.split(" ", 1) for part in rules_for("/index.html")["Content-Security-Policy"].split("; "))

    assert policy.pop("default-src") == policy.pop("frame-ancestors") == policy.pop("base-uri") == policy.pop("form-action") == policy.pop("style-src") == "'none'"
    assert set(policy) == {"img-src", "manifest-src", "connect-src"}
    assert set(policy.values()) == {"'self'"}


def test_a_style_inside_a_page_is_allowed_by_its_digest_alone():
    """Each digest stands once, in an order that does not depend on the pages'."""
    policy = rules_for("/index.html", ["sha256-b", "sha256-a", "sha256-b"])["Content-Security-Policy"]
    assert "; style-src 'sha256-a' 'sha256-b'; " in policy


def test_every_feature_of_the_device_is_off():
    """No page asks for the camera, the place or anything else, nor lets another."""
    features = rules_for("/index.html")["Permissions-Policy"].split(", ")

    assert len(features) == len(set(features)) >= 30
    assert all(re.fullmatch(r"[a-z-]+=\(\)", feature) for feature in features)
    assert {"camera=()", "geolocation=()", "microphone=()"} <= set(features)
