"""Links to call or to text: the number that is dialed is the one that the words show."""

import pytest

from tests.check.world import article


@pytest.mark.parametrize("words", [
    "Call [988](tel:988).", "[Call 988](tel:988) and press 2.", "[Text **AYUDA** to 988](sms:988).", "Call [us](tel:+12025550143).", "Call [(202) 555-0143](tel:+12025550143).",
    "Call [1-800-222-1222](tel:+18002221222).", "Call [1-800-FDA-1088](tel:+18003321088).", "Text [HOME to 741741](sms:741741).", "We answer [24/7](tel:+12025550143)."])
def test_a_number_that_is_shown_is_dialed(world, words):
    """However it is written: short, whole, in groups, with letters, or in other words alone."""
    world.write(article(words))
    assert "link-number" not in {problem.rule for problem in world.problems()}


@pytest.mark.parametrize(("words", "message"), [
    ("Call [988](tel:998).", "“tel:998” must lead to the number that the link's words show: “988”."),
    ("Call [1-800-FDA-1088](tel:+18003321080).", "“tel:+18003321080” must lead to the number that the link's words show: “1-800-FDA-1088”."),
    ("Call [us](tel:98).", "“tel:98” must hold a number as a phone dials it."),
    ("Call [us](tel:abc).", "“tel:abc” must hold a number as a phone dials it."),
    ("Call [us](<tel:+1 202 555 0143>).", "“tel:+1 202 555 0143” must hold a number as a phone dials it."),
    ("Text [us](sms:hello).", "“sms:hello” must hold a number as a phone dials it."),
])
def test_a_wrong_number_is_refused(world, words, message):
    """Who presses it in a crisis would reach nobody, or a stranger."""
    world.write(article(words))
    assert [problem.message for problem in world.problems() if problem.rule == "link-number"] == [message]
