"""Trust on the built page: what the clinic says of its evidence, when it runs out, and what the build refuses."""

import pytest

from tests.project import edit, fingerprint, write_article
from tests.site import Site

CLAIMS = """Ketamine is not FDA-approved for any mental-health condition.[@fda2023]

::: benefit next-day: depression, moderate certainty
About 5 in 10 people responded one day after ketamine.[@han2016]
:::

::: harm drip: chronic pain, low certainty, expires 2026-12-31
The review found more side effects with a drip.[@ferraro2025, p. 4]
:::

Some have [ECT](glossary:ect) first.

{numbers day}
"""
NUMBERS = """
  day:
    title: Out of 10 people, the day after
    of: 10
    with: with ketamine
    without: with a sedative
    outcomes:
      - {kind: benefit, text: People who responded., with: 6, without: 3, sources: [murrough2013]}
      - {kind: harm, text: People with side effects.}"""
JANE = "jane-doe:\n  name: Jane Doe\n  kind: person\n  credentials: MD\n"


@pytest.fixture
def claims(content):
    """Content with an article that makes claims."""
    write_article(content, "claims", CLAIMS, medicine="ketamine", numbers=NUMBERS, changes="\n  - {date: 2026-11-12, text: Added a trial.}\n  - {date: 2026-11-20, text: Corrected a number.}")
    return content


@pytest.fixture
def shown(claims, build):  # noqa: ARG001 it must be there when the site is built
    """The page of that article."""
    result = build()
    assert result.code == 0, result.stderr
    return Site(result.output).page("claims/index.html")


def text(page, selector):
    return " ".join(page.one(selector).to_text().split())


def test_a_claim_says_how_sure_we_are(shown):
    """The certainty stands below the statement, in words."""
    assert text(shown, "#claim-next-day .claim__certainty") == "We are fairly sure of this: moderate certainty."
    assert text(shown, "#claim-drip .claim__certainty") == "We are not sure of this: low certainty."


def test_claims_become_a_table_for_each_condition(shown):
    """Statement, certainty and source of each claim, and the way to where the text makes it."""
    assert [title.to_text() for title in shown.query(".evidence__condition")] == ["Depression", "Chronic pain"]
    rows = [" ".join(row.to_text().split()) for row in shown.query(".evidence tbody tr")]
    assert len(rows) == 2
    assert rows[1].startswith("About harms The review found more side effects with a drip.")
    assert rows[1].endswith("We are not sure of this: low certainty.")
    assert [link.attrs["href"] for link in shown.query(".evidence__place")] == ["#claim-next-day", "#claim-drip"]


def test_the_box_tells_what_the_fda_has_approved(shown):
    """It stands before the text, with its source and its day."""
    box = text(shown, ".fda-status")

    assert "The FDA has not approved it for: Any mental-health condition, given in any way." in box
    assert "Last checked on November 22, 2026" in box
    assert box.count("Last checked on") == 1
    assert shown.html.index('class="fda-status"') < shown.html.index('class="prose"')
    assert shown.query(".fda-status .citation a")


def test_each_word_of_the_fda_has_its_own_day_where_they_differ(claims, build):
    """One day for the whole box would be true of a part of it alone."""
    medicines = claims / "medicines.yaml"
    medicines.write_text(medicines.read_text("utf-8").replace("2026-11-22", "2026-11-20", 1), "utf-8")
    result = build()

    assert result.code == 0, result.stderr
    rows = [" ".join(row.to_text().split()) for row in Site(result.output).page("claims/index.html").query(".fda-status__use")]
    assert [row.rpartition("Last checked on ")[2].rstrip(" .") for row in rows] == ["November 20, 2026", "November 22, 2026"]


def test_the_interest_stands_beside_the_call_to_action(shown):
    """Who invites says what they earn."""
    assert "earn money" in text(shown, ".call-to-action__interest")


def test_numbers_are_drawn_and_told(shown):
    """Each group has its people and its words; what has no figures says so; nothing is styled from within."""
    people = [[path.attrs["d"].count("M") for path in drawing.query("path")] for drawing in shown.query(".icon-array__people")]
    assert people == [[6, 4], [3, 7]]
    assert len(shown.query(".icon-array__people > .icon-array__counted:first-child")) == 2
    assert "6 in 10 with ketamine" in text(shown, ".icon-array")
    assert "3 in 10 with a sedative" in text(shown, ".icon-array")
    assert "What we could read gives no figures to compare." in text(shown, ".icon-array__outcome--harm")
    assert "style=" not in shown.html.split("<body>")[1]


def test_a_term_is_explained_where_it_stands(shown, built):
    """Its meaning stands behind it in brackets, and the glossary's page has it too."""
    assert "Some have ECT (a brief electric current to the brain under anesthesia) first." in text(shown, ".prose")
    assert shown.one("dfn").to_text() == "ECT"
    assert "a brief electric current to the brain under anesthesia" in text(built.page("glossary/index.html"), "#term-ect")


def test_citations_lead_there_and_back(shown):
    """Each place has a link to its source and one back, with a name for those who hear it; a locator stands beside the number."""
    places = shown.query(".citation a")
    ids = {place.attrs["id"] for place in places}
    backs = {link.attrs["href"].removeprefix("#"): link.attrs["aria-label"] for link in shown.query(".references__back a")}

    assert ids == set(backs)
    assert all(place.attrs["href"].removeprefix("#") in shown.ids for place in places)
    assert len(set(backs.values())) == len(backs), "two ways back have one name"
    assert "(p4)" in shown.html


def test_changes_are_told_and_dated(shown, build):
    """The newest first, at the end of the article; the feed's entry is as new as they are."""
    assert [" ".join(item.to_text().split()) for item in shown.query(".change-log li")] == ["November 20, 2026 : Corrected a number.", "November 12, 2026 : Added a trial."]
    feed = build(output="again").page("feed.xml")
    entry = feed[feed.index("/claims/</id>") :].split("</entry>")[0]
    assert "<updated>2026-11-20T00:00:00Z</updated>" in entry
    assert "<published>2026-11-01T00:00:00Z</published>" in entry


def test_a_claim_that_has_run_out_changes_its_page_alone(claims, build):
    """From the day after, the page says “under review” at its head and at the claim; no other file changes."""
    for folder in ("articles", "articles/es"):
        edit(claims / folder / "ketamine-therapy.md", "::: fact visits-by-video: expires 2026-12-31", "::: fact visits-by-video")
    last, after = build(today="2026-12-31", output="last"), build(today="2027-01-01", output="after")
    before, now = fingerprint(last.output), fingerprint(after.output)

    assert (last.code, after.code) == (0, 0)
    assert {path for path in before | now if before.get(path) != now.get(path)} == {"claims/index.html"}
    page = Site(after.output).page("claims/index.html")
    assert "under review" in text(page, ".review--under-review")
    assert "Under review" in text(page, "#claim-drip")
    assert "nder review" not in last.page("claims/index.html").split("<main")[1]


@pytest.mark.usefixtures("claims")
def test_a_claim_that_has_run_out_is_not_published(build):
    """In production its build fails, at its place."""
    assert build("--production", today="2026-12-31").code == 0
    result = build("--production", today="2027-01-01")

    assert result.code == 1
    assert any(error["rule"] == "claim-expired" and error["path"] == "content/articles/claims.md" for error in result.errors)


def test_an_overdue_review_is_not_published(content, build):
    """On its last day the article may be published; from the day after, production refuses it, and an ordinary build says so."""
    (content / "people.yaml").write_text((content / "people.yaml").read_text("utf-8") + JANE, "utf-8")
    write_article(content, "checked", reviewer="jane-doe", reviewed="2026-10-01", review_by="2026-12-01")

    assert build("--production", today="2026-12-01").code == 0
    result = build("--production", today="2026-12-02")
    assert [(error["rule"], error["line"]) for error in result.errors] == [("review-overdue", 10)]
    assert "now due for a new review" in build(today="2026-12-02", output="plain").page("checked/index.html")


def test_a_claim_without_its_source_stops_the_build(claims, build):
    """Exit code 1, at the place, and the last good output stays."""
    good = build()
    before = fingerprint(good.output)
    edit(claims / "articles" / "claims.md", "ketamine.[@han2016]", "ketamine.")
    result = build()

    assert result.code == 1
    assert [(error["path"], error["rule"], error["column"]) for error in result.errors] == [("content/articles/claims.md", "claim-uncited", 1)]
    assert fingerprint(good.output) == before
