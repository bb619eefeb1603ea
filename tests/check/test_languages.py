"""Languages: what every page of a language needs must be there before a text is published in it."""

from tests.project import edit, write_article


def told(result):
    """The files and rules of the errors."""
    return {(p["path"], p["rule"]) for p in result.errors}


def test_a_text_in_another_language_needs_its_crisis_help(content, check):
    """Spanish texts without Spanish crisis help or clinic's words are refused, and each file is named."""
    crisis = content / "crisis.yaml"
    crisis.write_text(crisis.read_text("utf-8").partition("\nes:\n")[0], "utf-8")
    edit(content / "clinic.yaml", ", es: Llámenos", "")
    result = check()

    assert result.code == 1
    assert ("content/crisis.yaml", "crisis-language") in told(result)
    assert ("content/clinic.yaml", "clinic-language") in told(result)
    assert "Traceback" not in result.stderr


def test_a_draft_in_another_language_waits(content, check):
    """What is not published asks for nothing yet."""
    write_article(content, "salud", lang="es", status="draft")

    assert check().code == 0
