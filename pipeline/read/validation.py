"""Validation: loaded data and a model in; its values, plain and with nothing of pydantic, out, or a problem with place and cure for what does not fit."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from pipeline.problem import Place, Problem, Refused, did_you_mean
from pipeline.read.located import Located, Values

M = TypeVar("M", bound=BaseModel)

# What stands in for a value that is refused, so that the rest of the text can still be checked in the same run.
_STAND_INS = {"title": "Untitled", "summary": "Refused", "date": "2000-01-01", "author": "refused", "topic": "refused"}


def validate(model: type[M], located: Located, at: tuple = ()) -> M:
    """The model's values, made of the data at the path `at`. Raises Refused with a problem for every value that does not fit."""
    data = located.value(at)
    try:
        return _plain(model.model_validate({} if data is None else data))
    except ValidationError as error:
        raise Refused(_problems(model, located, at, error)) from None


def validate_partly(model: type[M], located: Located) -> tuple[M, list[Problem]]:
    """The model's values that fit, with stand-ins for the others, and a problem for each of those."""
    kept, problems = dict(located.data or {}), []
    stand_ins: dict[str, str] = {}
    refused: set[str] = set()
    while True:  # what holds between two values is only looked at once each of them fits
        try:
            meta = model.model_validate({**stand_ins, **kept})
            break
        except ValidationError as error:
            problems += _problems(model, located, (), error, refused)
            refused |= {(*item["loc"], *item.get("ctx", {}).get("at", ()))[0] for item in error.errors()}
            refused |= {key for item in error.errors() for key in item.get("ctx", {}).get("drop", ())}
            kept = {key: value for key, value in kept.items() if key not in refused}
            stand_ins |= {key: value for key, value in _STAND_INS.items() if key in refused and key in model.model_fields}
    return _plain(meta.model_copy(update={"author": None} if "author" in stand_ins else {})), problems


def _plain(value: Any) -> Any:
    """The value with plain values in the place of models."""
    if isinstance(value, BaseModel):
        return Values(**{name: _plain(getattr(value, name)) for name in (*type(value).model_fields, *type(value).model_computed_fields)})
    if isinstance(value, tuple):
        return tuple(map(_plain, value))
    return {key: _plain(part) for key, part in value.items()} if isinstance(value, dict) else value


def _problems(model: type[BaseModel], located: Located, at: tuple, error: ValidationError, refused: Collection[str] = ()) -> list[Problem]:
    """Each thing that does not fit; what must hold between two values is not asked where one of them has been refused."""
    found = [item for item in error.errors(include_url=False) if not set(item.get("ctx", {}).get("drop", ())) & set(refused)]
    keys = {item["loc"] for item in found if item["loc"][-1:] == ("[key]",)}
    found = [item for item in found if (*item["loc"], "[key]") not in keys]  # what stands behind a key that is refused
    # A list whose only entry is refused also counts as too short: say the cause alone.
    causes = [item for item in found if not (item["type"] == "too_short" and any(len(other["loc"]) > len(item["loc"]) and other["loc"][:len(item["loc"])] == item["loc"] for other in found))]
    return list(dict.fromkeys(_problem(model, located, at, item) for item in causes))


def _problem(model: type[BaseModel], located: Located, at: tuple, item: dict) -> Problem:
    context = item.get("ctx", {})
    path = (*at, *(step for step in item["loc"] if step != "[key]"), *context.get("at", ()))
    kind, name = item["type"], next((step for step in reversed(path) if isinstance(step, str)), "the file")
    subject = f"An entry of “{name}”" if path and isinstance(path[-1], int) else f"“{name}”"
    place = located.key_place(*path) if item["loc"][-1:] == ("[key]",) else located.place(*path)
    rule = f"schema-{kind.replace('_', '-')}" if kind in {"missing", "extra_forbidden", "literal_error"} else "schema"
    if cut := _cut_value(located, path, item):
        place, message, cure = cut
    elif kind == "extra_forbidden":
        place = located.key_place(*path)
        known = _known_keys(model, item["loc"][:-1])
        message = f"“{name}” must be a key that is known here."
        cure = did_you_mean(name, known) + f"The keys are: {', '.join(known)}."
    elif kind == "missing":
        message, cure = f"“{name}” must be given.", f"Add a line “{name}: …”."
    elif kind == "content":
        message, cure = context["message"], context["cure"]
    elif kind == "literal_error":
        # Pydantic words the choices as "'a', 'b' or 'c'"; a wrong key of a language map also comes here.
        choices = re.findall(r"'([^']*)'", context["expected"])
        given = {None: "nothing", True: "true", False: "false"}.get(item["input"], f"“{item['input']}”") if isinstance(item["input"], bool | str | None) else "a list or group"
        message = f"{subject} must be one of {', '.join(choices)}, not {given}."
        cure = did_you_mean(str(item["input"]), choices) + f"Choose one of: {', '.join(choices)}."
    elif kind in {"string_type", "int_parsing", "int_type", "tuple_type", "dict_type", "model_type", "model_attributes_type"}:
        rule = "schema-type"
        wanted = {"string": "text", "int": "a whole number", "tuple": "a list", "dict": "a group of “key: value” lines", "model": "a group of “key: value” lines"}
        message = f"{subject} must be {wanted[kind.split('_')[0]]}."
        cure = "Write it on the line, in quotes if need be." if kind == "string_type" else f"See docs/{'front-matter.md' if located.path.endswith('.md') else 'content-files.md'} for an example."
    elif kind == "too_short":
        message, cure = f"{subject} must have at least one entry.", "Add one."
    else:
        message, cure = f"{subject}: {item['msg']}.", "Correct the value."
    return Problem(located.path, place.line, place.column, rule, message, cure)


def _cut_value(located: Located, path: tuple, item: dict) -> tuple[Place, str, str] | None:
    """Where a value in braces holds a comma, what stands behind that looks like a key without a value: the value's place, what is wrong, and the cure."""
    *group, key = path or ("",)
    if path not in located.keys or not (item["type"] == "extra_forbidden" or item["loc"][-1:] == ("[key]",)) or located.value(path) is not None:
        return None
    line, pairs = located.key_place(*path).line, list(located.value(group).items())
    here = [name for name, _ in pairs].index(key)
    before = next((index for index in range(here - 1, -1, -1) if pairs[index][1] is not None), None)
    if before is None or located.key_place(*group, pairs[before][0]).line != line or not isinstance(pairs[before][1], str):
        return None
    behind = next((index for index in range(here, len(pairs)) if pairs[index][1] is not None), len(pairs))
    name, value = pairs[before][0], ", ".join([pairs[before][1], *(name for name, _ in pairs[before + 1:behind])])
    quote = "'" if '"' in value else '"'
    return located.place(*group, name), f"“{name}” must stand in quotes, since its value holds a comma: what is behind it is taken for another key.", f"Write {name}: {quote}{value}{quote}."


def _known_keys(model: type[BaseModel], loc: tuple) -> list[str]:
    """The keys allowed at `loc` inside the model, as an editor writes them."""
    for step in loc:
        if isinstance(step, int) or step not in {field.alias or name for name, field in model.model_fields.items()}:
            continue
        annotation = next(field.annotation for name, field in model.model_fields.items() if step in (name, field.alias))
        model = next((part for part in _parts(annotation) if isinstance(part, type) and issubclass(part, BaseModel)), model)
    return [field.alias or name for name, field in model.model_fields.items()]


def _parts(annotation: Any) -> list[Any]:
    inner = getattr(annotation, "__args__", ())
    return [annotation, *(part for arg in inner for part in _parts(arg))]
