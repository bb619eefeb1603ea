"""The loader: every value and key with its line and column, and plain words for what can't be read."""

import json

import pytest

from pipeline.problem import Place, Refused
from pipeline.read.loader import load_file, load_json, load_yaml
from pipeline.read.located import read_text


def refused(load, *arguments):
    """The problems that loading ends with, each as (line, column, rule)."""
    with pytest.raises(Refused) as caught:
        load(*arguments)
    return [(problem.line, problem.column, problem.rule) for problem in caught.value.problems]


def test_every_key_and_value_has_its_place():
    """Keys and values know their line and column, at every depth, in block and in flow style."""
    located = load_yaml("a.yaml", "name: Clinic\nphones:\n  - number: '1'\n    label: {en: Call, es: Llame}\n")

    assert located.data == {"name": "Clinic", "phones": [{"number": "1", "label": {"en": "Call", "es": "Llame"}}]}
    assert located.place("name") == Place(1, 7)
    assert located.key_place("phones") == Place(2, 1)
    assert located.place("phones", 0) == Place(3, 5)
    assert located.place("phones", 0, "number") == Place(3, 13)
    assert located.key_place("phones", 0, "label", "es") == Place(4, 23)
    assert located.place("phones", 0, "label", "es") == Place(4, 27)


def test_a_missing_value_has_the_place_of_what_is_around_it():
    """A message about something that is not there points at the nearest part that is."""
    located = load_yaml("a.yaml", "clinic:\n  name: A\n")

    assert located.place("clinic", "phone", 0) == Place(2, 3)
    assert located.key_place("clinic", "phone") == Place(2, 3)
    assert load_yaml("a.yaml", "").place("name") == Place(1, 1)


def test_front_matter_counts_from_the_line_where_it_begins():
    """The lines of a text inside a file are the file's."""
    assert load_yaml("a.md", "title: A\ndate: B\n", first_line=2).place("date") == Place(3, 7)
    assert refused(load_yaml, "a.md", "title: A\ntitle: B\n", 2) == [(3, 1, "duplicate-key")]


@pytest.mark.parametrize(
    "value",
    ["no", "yes", "on", "off", "Yes", "09:00", "+12025550143", "012", "1.10", "2026-11-22", "1e3", "0x1f", "1_000", ".inf", "=", "NULL", "True"],
)  # fmt: skip
def test_plain_words_stay_words(value):
    """What YAML 1.1 turns into numbers, times, dates and yes or no is what the editor typed."""
    assert load_yaml("a.yaml", f"key: {value}\n").data == {"key": value}


@pytest.mark.parametrize(("value", "meant"), [("true", True), ("false", False), ("null", None), ("~", None), ("", None)])
def test_three_words_are_more_than_text(value, meant):
    """Only true, false and null (or nothing) have a meaning, and in quotes they are text."""
    assert load_yaml("a.yaml", f"key: {value}\n").data["key"] is meant
    assert load_yaml("a.yaml", f"key: '{value}'\n").data == {"key": value}


def test_columns_count_characters():
    """Accents, signs outside the first plane and several in a row count as one column each."""
    located = load_yaml("a.yaml", 'é: "ñandú 😀"\nlist: [é, 😀😀, x]\n')

    assert located.place("é") == Place(1, 4)
    assert located.place("list", 2) == Place(2, 15)


def test_block_scalars_and_folded_lines_keep_their_place():
    """A value over several lines stands where it begins."""
    located = load_yaml("a.yaml", "about: >\n  One\n  two.\nname: a\n b\nlast: c\n")

    assert located.data == {"about": "One two.\n", "name": "a b", "last": "c"}
    assert [located.place(key) for key in ("about", "name", "last")] == [Place(1, 8), Place(4, 7), Place(6, 7)]


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_line_ends_and_byte_order_mark_do_not_matter(tmp_path, ending):
    """Files from any system read the same, and their places too."""
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + f"name: A{ending}url: B{ending}".encode())
    located = load_file(path)

    assert located.data == {"name": "A", "url": "B"}
    assert located.place("url") == Place(2, 6)
    assert located.place("name") == Place(1, 7)


def test_what_is_not_utf_8_is_refused_at_its_byte(tmp_path):
    """Another encoding is refused where its first odd byte stands, and never guessed."""
    path = tmp_path / "a.yaml"
    path.write_bytes("name: A\nabout: caf\u00e9\n".encode("latin-1"))

    assert refused(read_text, path) == [(2, 11, "encoding")]


def test_column_of_a_bad_byte_counts_characters(tmp_path):
    """Also behind letters of two bytes, the column is the one that the editor's program shows."""
    path = tmp_path / "a.yaml"
    path.write_bytes("name: ñandú ".encode() + b"\xff\n")

    assert refused(read_text, path) == [(1, 13, "encoding")]


def test_a_missing_file_is_refused(tmp_path):
    """A file that is not there is a problem of its own, not a crash."""
    assert refused(load_file, tmp_path / "none.yaml") == [(1, 1, "file")]


def test_every_double_key_is_refused():
    """A key may stand once in its group; the message names the first one's line. Equal keys of two groups are fine."""
    text = "a: 1\nb:\n  a: 1\n  a: 2\nc: {x: 1, x: 2}\na: 3\n"
    with pytest.raises(Refused) as caught:
        load_yaml("a.yaml", text)

    assert [(p.line, p.column) for p in caught.value.problems] == [(4, 3), (5, 11), (6, 1)]
    assert caught.value.problems[2].message == "“a” must stand only once; it stands on line 1 already."


def test_aliases_are_refused():
    """YAML's short forms would make one value stand at two places, and small files grow without end."""
    assert refused(load_yaml, "a.yaml", "a: &x {b: 1}\nc: *x\n") == [(1, 4, "yaml-alias")]


def test_an_alias_of_a_single_value_is_refused():
    """Also the alias of plain text, and once only: where its name is given."""
    assert [rule for _, _, rule in refused(load_yaml, "a.yaml", "a: &x one\nb: *x\n")] == ["yaml-alias"]


@pytest.mark.parametrize("text", ["[a, b]: c\n", "{a: b}: c\n", "? [a]\n: c\n"])
def test_a_key_must_be_a_word(text):
    """A list or a group as a key is refused on its line."""
    assert refused(load_yaml, "a.yaml", text)[0][0] == 1


@pytest.mark.parametrize("document", ["null", "[]", "3", '"x"', '{"a": {}}'])
def test_json_values_are_json(document):
    """What JSON's own parser reads is the data."""
    assert load_json("a.json", document).data == json.loads(document)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("title: !Sleep now\n", (1, 8, "yaml-tag")),
        ("title: !important\n", (1, 8, "yaml-tag")),
        ("a:\n  - {text: !Sleep now}\n", (2, 12, "yaml-tag")),
        ("!title Sleep: a\n", (1, 1, "yaml-tag")),
        ("title: &sleep mood\n", (1, 8, "yaml-alias")),
        ("a: [&b c, d]\n", (1, 5, "yaml-alias")),
        ("a: &x\n  b: c\n", (1, 4, "yaml-alias")),
        ("&a b: c\n", (1, 1, "yaml-alias")),
    ],
)
def test_a_sign_that_eats_a_word_is_refused(text, found):
    """What YAML takes for a tag or an anchor is a value's first word to who wrote it: refused once, where it stands, in every file."""
    assert refused(load_yaml, "a.yaml", text) == [found]


@pytest.mark.parametrize(
    ("line", "column"),
    [("title: Sleep #1 fact", 14), ("title: Sleep # 1 fact", 14), ("title: Sleep  #1 fact", 15), ("title: #1 fact", 8), ('title: "Sleep" #1', 16), ("tags: [a, b] #sleep", 14), ("title: #", 8)],
)
def test_words_behind_a_hash_are_refused_in_prose(line, column):
    """In front matter, what YAML takes for a comment would be missing from the page: refused at the sign."""
    with pytest.raises(Refused) as caught:
        load_yaml("a.md", f"date: B\n{line}\n", 2, is_prose=True)

    assert [(p.line, p.column, p.rule) for p in caught.value.problems] == [(3, column, "yaml-comment")]


@pytest.mark.parametrize("text", ["a: b  # why\n", "# why #1\na: b\n", "a: [b]   # why\n  # why #2\nc:  # why\n  d: e\n", "a: b#1\n", "a: '#1 # 2'\n", "a: >\n  x #1\n # why\nb: c\n", "a:\n  # why\n"])
def test_a_comment_set_apart_stays_one(text):
    """Two spaces before the sign and one behind it, or a line of its own; and a sign within a word or quotes is no comment."""
    assert load_yaml("a.md", text, 2, is_prose=True).data == load_yaml("a.yaml", text).data


def test_a_comment_in_a_file_of_facts_needs_no_such_space():
    """There it may stand behind any value."""
    assert load_yaml("a.yaml", "placeholder: true # not yet given\n").data == {"placeholder": True}
