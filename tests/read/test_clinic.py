"""The schema of clinic.yaml, people.yaml and crisis.yaml."""

import pytest

from pipeline.problem import Refused
from pipeline.read.clinic import Clinic, Crisis, Person
from pipeline.read.loader import load_yaml
from pipeline.read.validation import validate

CLINIC = """\
name: Clinic
timezone: America/New_York
phones:
  - number: "+12025550143"
    label: {en: Call us}
interest: {en: We sell it.}
"""


def crisis(words, url):
    """A crisis.yaml with one way to get help."""
    return load_yaml("crisis.yaml", f"en:\n  lead: L\n  more: M\n  actions:\n    - {{text: {words}, url: '{url}', note: N}}\n")


def clinic_problems(text):
    """What is wrong with a clinic.yaml, as (line, column, message, cure)."""
    with pytest.raises(Refused) as caught:
        validate(Clinic, load_yaml("clinic.yaml", text))
    return [(p.line, p.column, p.message, p.cure) for p in caught.value.problems]


def test_a_clinic_needs_few_facts():
    """A clinic with a name, a phone, a time zone and its interest is whole; articles unreviewed are not to be listed."""
    clinic = validate(Clinic, load_yaml("clinic.yaml", CLINIC))

    assert clinic.phones[0].number == "+12025550143"
    assert (clinic.unreviewed, clinic.booking, clinic.hours, clinic.phones[0].placeholder) == ("noindex", None, None, False)


@pytest.mark.parametrize(
    ("number", "message", "cure"),
    [
        ("+1202555014", "“+1202555014” must be a phone number that exists in its country's plan.", "Write it in international form, such as +12025550143."),
        ("+11115550143", "“+11115550143” must be a phone number that exists in its country's plan.", "Write it in international form, such as +12025550143."),
        ("call us", "“call us” must be a phone number that exists in its country's plan.", "Write it in international form, such as +12025550143."),
        ("(202) 555-0143", "“(202) 555-0143” must be in international form without spaces (E.164).", "Write +12025550143."),
        ("+1 202 555 0143", "“+1 202 555 0143” must be in international form without spaces (E.164).", "Write +12025550143."),
        ("2025550143", "“2025550143” must be in international form without spaces (E.164).", "Write +12025550143."),
    ],
)  # fmt: skip
def test_a_phone_number_must_be_one(number, message, cure):
    """A number is checked against its country's plan, and written in one form alone, which is offered."""
    assert clinic_problems(CLINIC.replace("+12025550143", number)) == [(4, 13, message, cure)]


@pytest.mark.parametrize(("old", "new"), [("{en: We sell it.}", "We sell it."), ('\n  - number: "+12025550143"\n    label: {en: Call us}', " none")])
def test_the_page_on_the_clinics_file_is_named(old, new):
    """Who is to look at an example is sent to the page that has one of this file."""
    assert [told[3] for told in clinic_problems(CLINIC.replace(old, new))] == ["See docs/content-files.md for an example."]


def test_a_phone_number_needs_no_quotes():
    """The plus sign does not make a number of the phone number."""
    assert validate(Clinic, load_yaml("c", CLINIC.replace('"', ""))).phones[0].number == "+12025550143"


@pytest.mark.parametrize(
    ("old", "new", "line", "column"),
    [
        ("America/New_York", "Eastern", 2, 11),
        ("{en: We sell it.}", "{en: We., fr: Nous.}", 6, 21),
        ("name: Clinic", "nam: Clinic", 1, 1),
        ("label: {en: Call us}", "label: Call us", 5, 12),
        ('  - number: "+12025550143"\n    label: {en: Call us}\n', "  []\n", 4, 3),
        ("name: Clinic", "name: Clinic\nunreviewed: maybe", 2, 13),
        ("name: Clinic", "name: Clinic\nbooking: {url: http://a.example/}", 2, 16),
        ("name: Clinic", "name: Clinic\nbooking: {url: https://a.example/, placeholder: yes}", 2, 49),
        ("name: Clinic", 'name: Clinic\nhours:\n  open:\n    - {days: {en: Mon}, from: "9:00", to: "17:00"}', 4, 31),
        ("name: Clinic", 'name: Clinic\nhours:\n  open:\n    - {days: {en: Mon}, from: "19:00", to: "17:00"}', 4, 44),
        ("name: Clinic", 'name: Clinic\nhours:\n  open:\n    - {days: {en: Mon}, from: "09:00", to: "09:00"}', 4, 44),
        ("name: Clinic", "name: Clinic\naddress: {lines: []}", 2, 18),
        ("name: Clinic", "name: Clinic\nsecurity: {contact: mailto:a@b.example}", 2, 11),
        ("name: Clinic", "name: Clinic\nsecurity: {contact: mailto:a@b.example, expires: 2027-02-30}", 2, 50),
    ],
)
def test_a_clinics_fact_that_does_not_fit_is_refused_at_its_place(old, new, line, column):
    """Every fact has its place."""
    assert (line, column) in [told[:2] for told in clinic_problems(CLINIC.replace(old, new))]


@pytest.mark.parametrize("contact", ["mailto:security@clinic.example", "https://clinic.example/report", "tel:+12025550143"])
def test_a_weakness_can_be_reported_by_mail_page_or_phone(contact):
    """As RFC 9116 has it: an address that a program can open."""
    clinic = validate(Clinic, load_yaml("c", CLINIC + f"security: {{contact: {contact}, expires: 2027-10-31}}\n"))

    assert (clinic.security.contact, clinic.security.policy) == (contact, None)


@pytest.mark.parametrize("contact", ["security@clinic.example", "http://clinic.example/", "tel:911", "mailto:security", "mailto:a@b.example?subject=x", "ftp://b.example/", "write to us"])
def test_where_to_report_must_be_an_address(contact):
    """With what it must look like."""
    (told,) = clinic_problems(CLINIC + f"security: {{contact: {contact}, expires: 2027-10-31}}\n")

    assert told[:2] == (7, 21)
    assert told[2].startswith("“")
    assert " must be " in told[2]


def test_an_unknown_key_deep_in_the_clinic_names_the_keys_there():
    """The keys offered are those of the part that the unknown one stands in, as an editor writes them."""
    hours = 'hours:\n  open:\n    - {days: {en: Mon}, form: "09:00", from: "09:00", to: "17:00"}\n'
    ((line, column, _, cure),) = clinic_problems(CLINIC + hours)

    assert (line, column) == (9, 25)
    assert cure == "Did you mean “from”? The keys are: days, from, to."


def test_people_are_persons_or_organizations():
    """An author has a name and a kind."""
    assert validate(Person, load_yaml("p", "name: A\nkind: person\ncredentials: MD\n")).credentials == "MD"
    with pytest.raises(Refused) as caught:
        validate(Person, load_yaml("p", "jane:\n  name: A\n  kind: doctor\n"), ("jane",))
    assert [(p.line, p.column) for p in caught.value.problems] == [(3, 9)]


@pytest.mark.parametrize(("url", "fits"), [("tel:988", True), ("sms:988", True), ("https://a.example/", True), ("988", False), ("javascript:x", False), ("tel:98", False), ("tel:abc", False), ("sms:hello", False), ("tel:+1 202 555 0143", False), ("tel:+12025550143", True), ("sms:741741", True), ("https://a", False)])
def test_crisis_actions_call_write_or_lead(url, fits):
    """A crisis action is a call, a message or a page, and nothing else."""
    located = crisis("T", url)
    if fits:
        assert validate(Crisis, located, ("en",)).actions[0].url == url
        return
    with pytest.raises(Refused) as caught:
        validate(Crisis, located, ("en",))
    assert [(p.line, p.column) for p in caught.value.problems] == [(5, 22)]


@pytest.mark.parametrize(("url", "cure"), [("988", "Write tel:988 to call it, or sms:988 to write to it."), ("call 988", "Write it as tel:988, sms:988, tel:+12025550143 or https://988lifeline.org/.")])
def test_a_crisis_number_without_its_scheme_is_told_in_plain_words(url, cure):
    """With what to write."""
    with pytest.raises(Refused) as caught:
        validate(Crisis, crisis("T", url), ("en",))
    (problem,) = caught.value.problems

    assert (problem.line, problem.column, problem.cure) == (5, 22, cure)
    assert problem.message == f"“{url}” must be a number to call (tel:) or to write to (sms:), or a whole address that starts with https://."


@pytest.mark.parametrize(
    ("words", "url", "fits"),
    [
        ("Call 988", "tel:988", True), ("Call 988", "tel:998", False), ("Call 988 24/7", "tel:988", True), ("Call 911 or 988", "tel:988", True),
        ("Text HOME to 741741", "sms:741741", True), ("Text HOME to 741741", "sms:988", False), ("Oprima 2", "tel:988", True),
        ("Call 1-202-555-0143", "tel:+12025550143", True), ("Call (202) 555-0143", "tel:+12025550143", True), ("Call (202) 555-0134", "tel:+12025550143", False),
        ("Call 9881", "tel:988", False), ("Chat at 988lifeline.org", "https://988lifeline.org/chat/", True),
    ],
)  # fmt: skip
def test_a_crisis_number_is_the_one_that_its_words_name(words, url, fits):
    """Who reads 988 and taps on it reaches 988."""
    if fits:
        assert validate(Crisis, crisis(words, url), ("en",)).actions[0].url == url
        return
    with pytest.raises(Refused) as caught:
        validate(Crisis, crisis(words, url), ("en",))
    assert [(p.line, p.message) for p in caught.value.problems] == [(5, f"“{url}” must lead to the number that its words name: “{words}”.")]


def test_a_comma_in_the_words_of_a_language_asks_for_quotes():
    """Words in braces end at their comma for YAML: told once, at the words."""
    cure = 'Write en: "Call us, or write".'

    assert [(told[:2], told[3]) for told in clinic_problems(CLINIC.replace("Call us", "Call us, or write"))] == [((5, 17), cure)]


def test_an_empty_placeholder_is_told_as_one():
    """Not as a word that nobody wrote."""
    assert [told[2:] for told in clinic_problems(CLINIC.replace("label:", "placeholder:\n    label:"))] == [("An empty value must be true or false.", "Write true or false.")]
