"""The schema of references.json."""

import pytest

from pipeline.problem import Refused
from pipeline.read.loader import load_json
from pipeline.read.references import Reference
from pipeline.read.validation import validate

REFERENCE = '{"id": "a", "type": "article-journal", "title": "T", "author": [{"family": "F"}], "issued": {"date-parts": [[2006, 8]]}'


def test_a_reference_is_csl_json():
    """What CSL-JSON may hold beside what we print is passed over; numbers are taken for text."""
    text = f'{REFERENCE}, "volume": 63, "container-title": "J", "DOI": "10.1001/archpsyc.63.8.856", "abstract": "x", "ISSN": "1"}}'
    reference = validate(Reference, load_json("r", text))

    assert (reference.volume, reference.container, reference.issued.year) == ("63", "J", 2006)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ('"DOI": "https://doi.org/10.1/x"', "“https://doi.org/10.1/x” must be a DOI."),
        ('"URL": "example.org"', "“example.org” must be a whole address that starts with https://."),
        ('"issued": {"date-parts": [[]]}', "A reference must have the year it was issued."),
        ('"issued": {"date-parts": [["2006"]], "x": 1}, "author": []', "“author” must have at least one entry."),
        *((f'"issued": {{"date-parts": [{day}]}}', "A reference must be issued on a day of the calendar, or in a month of it.")
          for day in ("[2023, 13]", "[2023, 0]", "[2023, 5, 99]", "[2023, 2, 29]", "[2023, 5, 1, 1]", f"[2023, {'9' * 30}]")),
        ('"author": [{"given": "A"}]', "An author must have a family name, or a literal name for a body."),
    ],
)
def test_a_reference_that_does_not_fit_is_refused(more, message):
    """What a reader could not follow is told."""
    text = REFERENCE
    for key in ("author", "issued"):
        if f'"{key}"' in more:
            text = text.replace(f'"{key}":', f'"x-{key}":')
    with pytest.raises(Refused) as caught:
        validate(Reference, load_json("references.json", f"{text}, {more}}}"))

    assert [p.message for p in caught.value.problems] == [message]


@pytest.mark.parametrize("day", [[2024], [2024, 12], [2024, 2, 29]])
def test_as_much_of_the_day_as_is_known_is_enough(day):
    """Year, or year and month, or all three."""
    text = f'{REFERENCE.replace("[2006, 8]", str(day))}}}'

    assert validate(Reference, load_json("r", text)).issued.date_parts == (tuple(day),)
