"""References in the style of the American Medical Association."""

import pytest

from pipeline.read.loader import load_file, load_json
from pipeline.read.references import Reference
from pipeline.read.validation import validate
from pipeline.render.references import compose_reference
from tests.project import ROOT

SPANISH = load_file(ROOT / "theme" / "locale" / "es.yaml").data
WORDS = load_file(ROOT / "theme" / "locale" / "en.yaml").data
ARTICLE = '"type": "article-journal", "title": "A title.", "container-title": "J Med"'


def composed(text, number=1, places=()):
    """The view of a reference with these fields beside its id."""
    located = load_json("r.json", f'{{"id": "a", {text}}}')
    return compose_reference(validate(Reference, located), number, places, WORDS)


def authors(count):
    """That many names, as CSL-JSON has them."""
    return ", ".join(f'{{"family": "F{number}", "given": "A B"}}' for number in range(1, count + 1))


def test_a_day_begins_with_a_capital():
    """It stands behind a full stop, and Spanish months begin small."""
    located = load_json("r.json", '{"id": "a", "type": "webpage", "title": "A", "author": [{"literal": "B"}], "URL": "https://a.example/", "issued": {"date-parts": [[2024, 10]]}}')

    assert compose_reference(validate(Reference, located), 1, (), SPANISH).details == "Octubre de 2024"


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ('{"family": "Zarate", "given": "Carlos A.", "suffix": "Jr"}', "Zarate CA Jr"),
        ('{"family": "van der Berg", "given": "Anne-Marie"}', "van der Berg AM"),
        ('{"literal": "World Health Organization"}', "World Health Organization"),
        ('{"family": "Plato"}', "Plato"),
        (authors(6), "F1 AB, F2 AB, F3 AB, F4 AB, F5 AB, F6 AB"),
        (authors(7), "F1 AB, F2 AB, F3 AB, et al"),
    ],
)
def test_authors_are_named_as_the_style_has_it(names, shown):
    """Family name and initials without points; of more than six, the first three."""
    assert composed(f'{ARTICLE}, "author": [{names}], "issued": {{"date-parts": [[2006]]}}').authors == shown


@pytest.mark.parametrize(
    ("fields", "details"),
    [
        ('"volume": "63", "issue": "8", "page": "856-864"', "2006;63(8):856-864"),
        ('"volume": 12, "page": "2859"', "2006;12:2859"),
        ('"volume": "12", "number": "e1"', "2006;12:e1"),
        ('"volume": "12"', "2006;12"),
        ('"publisher": "P"', "August 5, 2006"),
    ],
)
def test_volume_issue_and_pages_are_named(fields, details):
    """Year, volume, issue and pages as far as they are known; else the day."""
    assert composed(f'{ARTICLE}, "author": [{{"family": "F"}}], "issued": {{"date-parts": [[2006, 8, 5]]}}, {fields}').details == details


@pytest.mark.parametrize(("parts", "shown"), [("[2024]", "2024"), ("[2024, 5]", "May 2024"), ("[2024, 12, 31]", "December 31, 2024")])
def test_a_web_page_has_its_day(parts, shown):
    """As exactly as it is known."""
    text = f'"type": "webpage", "title": "T", "author": [{{"literal": "FDA"}}], "issued": {{"date-parts": [{parts}]}}'

    assert composed(text).details.startswith(shown)


def test_a_reference_leads_out_and_back():
    """To its DOI and to PubMed, and back to each place that cites it."""
    view = composed(f'{ARTICLE}, "author": [{{"family": "F"}}], "issued": {{"date-parts": [[2006]]}}, "DOI": "10.1001/a.b", "PMID": "123"', 3, ["cite-3-1", "cite-3-2"])

    assert (view.id, view.number, view.title, view.container) == ("reference-3", 3, "A title", "J Med")
    assert view.doi_url == "https://doi.org/10.1001/a.b"
    assert view.pubmed_url == "https://pubmed.ncbi.nlm.nih.gov/123/"
    assert [link.url for link in view.backlinks] == ["#cite-3-1", "#cite-3-2"]
