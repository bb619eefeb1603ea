"""Languages: what every page of a language needs must be there before a text is published in it."""

from tests.project import write_article


def told(result):
    """The files and rules of the errors."""
    return {(p["path"], p["rule"]) for p in result.errors}


def test_a_text_in_another_language_needs_its_crisis_help(content, check):
    """A Spanish article without Spanish crisis help, clinic's words or interface is refused, and each file is named."""
    write_article(content, "salud", lang="es")
    result = check()

    assert result.code == 1
    assert ("content/crisis.yaml", "crisis-language") in told(result)
    assert ("content/clinic.yaml", "clinic-language") in told(result)
    assert "Traceback" not in result.stderr


def test_a_draft_in_another_language_waits(content, check):
    """What is not published asks for nothing yet."""
    write_article(content, "salud", lang="es", status="draft")

    assert check().code == 0
