"""The loader's words for broken YAML, and its places in JSON."""

import json

import pytest

from pipeline.problem import Place, Refused
from pipeline.read.loader import load_json, load_yaml


@pytest.mark.parametrize(
    ("text", "line", "column", "cure"),
    [
        ("title: a: b\n", 1, 9, "Put the whole value in quotes: it holds a colon followed by a space."),
        ("a: 1\n\tb: 2\n", 2, 1, "Indent with spaces, not with a tab."),
        ("a:\n\tb: 2\n", 2, 1, "Indent with spaces, not with a tab."),
        ("a: 1\nb: @me\n", 2, 4, "Put the value in quotes: it starts with a sign that YAML keeps for itself."),
        ("a: `b`\n", 1, 4, "Put the value in quotes: it starts with a sign that YAML keeps for itself."),
        ("a: 1\nwords\nb: 2\n", 2, 1, "Write “key: value”, with a colon and a space after the key."),
        ("a: [1, 2\nb: 3\n", 2, 2, "Mend the line, or put its value in quotes."),
    ],
)
def test_broken_yaml_is_refused_at_its_place(text, line, column, cure):
    """What can't be read as YAML is told with line, column and the likeliest cure."""
    with pytest.raises(Refused) as caught:
        load_yaml("a.yaml", text)
    problem, *others = caught.value.problems

    assert others == []
    assert (problem.line, problem.column, problem.rule, problem.cure) == (line, column, "yaml", cure)
    assert problem.message.startswith("This must be YAML: ")


@pytest.mark.parametrize("text", ["a: [", "a: {b: c", "a: [b\u2028c: d", "\x85["])
def test_what_is_never_closed_is_told(text):
    """Also where the file ends without a new line, or has one that only YAML takes for it."""
    with pytest.raises(Refused) as caught:
        load_yaml("a.yaml", text)

    assert [problem.rule for problem in caught.value.problems] == ["yaml"]


@pytest.mark.parametrize("text", ['a: "b\nc: d\n', "a: 'b\nc: d\n"])
def test_an_open_quotation_mark_is_told_as_one(text):
    """A quotation mark that is never closed is told where it stands, not where the file ends."""
    with pytest.raises(Refused) as caught:
        load_yaml("a.yaml", text)

    problem = caught.value.problems[0]
    assert "Close the quotation mark" in problem.cure
    assert (problem.line, problem.column) == (1, 4)


def test_an_invisible_sign_is_refused_at_its_place():
    """A control sign, which no editor sees, is told with its place."""
    with pytest.raises(Refused) as caught:
        load_yaml("a.yaml", "a: 1\nb: é\x07x\n")

    assert [(p.line, p.column, p.cure) for p in caught.value.problems] == [(2, 5, "Delete the invisible sign there.")]


@pytest.mark.parametrize(("load", "text", "line", "column"), [
    (load_yaml, 'a: 1\ntitle: "Sleep\\band mood"\n', 2, 8),
    (load_yaml, 'a: ["\\0"]\n', 1, 5),
    (load_yaml, '"a\\u202e": b\n', 1, 1),
    (load_yaml, "a: b\u2060c\n", 1, 4),
    (load_json, '[{"id": "\\ud800"}]', 1, 9),
    (load_json, '[\n {"id": ["a", "\\u0008"]}]', 2, 15),
    (load_json, '[{"id": "a\u202e"}]', 1, 9),
    (load_json, '[\n "a\u2028b\u0085c", "\u2029",\n "d"]', 2, 2),
])
def test_a_sign_that_nobody_sees_is_refused_however_it_is_written(load, text, line, column):
    """By itself or as an escape: a feed with a control sign is none, and half a sign is no text. The value's place is told, and the sign."""
    with pytest.raises(Refused) as caught:
        load("a", text)

    assert [(p.line, p.column, p.rule) for p in caught.value.problems] == [(line, column, "invisible-sign")]
    assert "as U+" in caught.value.problems[0].message


@pytest.mark.parametrize(("load", "text"), [(load_yaml, 'a: "\\u00e9 \\U0001F600"'), (load_json, '["\\ud83d\\ude00\\u00ad"]')])
def test_escapes_of_signs_that_are_seen_are_let_be(load, text):
    """Two halves make a sign."""
    assert load("a", text).data


@pytest.mark.parametrize(("load", "text", "line", "column", "rule"), [
    (load_yaml, f"a: 1\nb: {'[' * 3000}{']' * 3000}\n", 2, 3003, "yaml"),
    (load_yaml, "".join(f"{' ' * depth}a:\n" for depth in range(1500)), 1, 1, "yaml"),
    (load_yaml, f"a: {'[' * 99}", 2, 1, "yaml"),
    (load_json, "[" * 100_000, 1, 100_000, "json"),
    (load_json, f"[\n{'[' * 3000}{']' * 3001}", 2, 3000, "json"),
    (load_json, f'[{{"volume":\n {"1" * 5000}}}]', 2, 2, "json"),
])
def test_what_is_too_much_to_read_is_refused(load, text, line, column, rule):
    """Nested too deeply, a number of thousands of digits, or never closed: told with its place as any other mistake."""
    with pytest.raises(Refused) as caught:
        load("a", text)

    assert [(p.line, p.column, p.rule) for p in caught.value.problems] == [(line, column, rule)]


def test_json_values_have_their_places():
    """JSON's keys and values know their places, through escapes and long strings."""
    text = '[\n {"id": "a\\"b\\u00e9", "n": 1},\n {"id": "c", "list": [true, null]}\n]\n'
    located = load_json("a.json", text)

    assert located.data == json.loads(text)
    assert located.place(0, "id") == Place(2, 9)
    assert located.key_place(0, "n") == Place(2, 23)
    assert located.place(1, "list", 1) == Place(3, 29)


def test_tabs_in_json_are_one_column_each():
    """Zotero indents its export with tabs."""
    text = '[\n\t{\n\t\t"id":\t"zarate2006",\n\t\t"title": "A/B: c # d",\n\t\t"DOI": "10.1/x"\n\t}\n]\n'
    located = load_json("a.json", text)

    assert located.data == json.loads(text)
    assert located.place(0) == Place(2, 2)
    assert located.place(0, "id") == Place(3, 9)
    assert located.key_place(0, "DOI") == Place(5, 3)


def test_lines_of_json_are_those_an_editor_counts():
    """A line separator inside a string, as layout programs leave it, is no new line."""
    assert load_json("a.json", '[\n "a\u2028b\u2029c",\n "d"]').place(1) == Place(3, 2)


@pytest.mark.parametrize(
    "text",
    [
        '{"a":1,"b":[1,2],"c":"x"}',
        '{"a":"//x","b":"{c: d}, [e] #f","c":"it\'s & *so* | > % @ `x` !y"}',
        '{"a": "\u2028 line", "b": "\\u2028"}',
        '{"a\\nb": {"": 1}, "": 2}',
        '{"emoji": "\\ud83d\\ude00 😀", "after": 1}',
        "[1.5e10, -3, 0]",
    ],
)
def test_all_json_is_read(text):
    """What is right as JSON is read as JSON, whatever YAML would make of it."""
    assert load_json("a.json", text).data == json.loads(text)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [('[\n {"id": "a"\n  "n": 1}\n]', 3, 3), ('{"a": 1,}', 1, 9), ('["a\n"]', 1, 4), ("", 1, 1), ("[1] x", 1, 5)],
)
def test_broken_json_is_refused_at_its_place(text, line, column):
    """What JSON's parser stops at is told with line and column."""
    with pytest.raises(Refused) as caught:
        load_json("a.json", text)

    assert [(p.rule, p.line) for p in caught.value.problems] == [("json", line)]
    assert abs(caught.value.problems[0].column - column) <= 1


def test_double_keys_in_json_are_refused():
    """JSON's parser takes the last of two equal keys without a word: here both are told."""
    with pytest.raises(Refused) as caught:
        load_json("a.json", '{"id": 1,\n "id": 2}')

    assert [(p.line, p.column, p.rule) for p in caught.value.problems] == [(2, 2, "duplicate-key")]
