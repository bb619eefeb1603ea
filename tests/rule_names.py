"""The names that a problem may carry, read from the code: whoever makes a problem says its rule there."""

import ast

from tests.project import ROOT

# Which argument is the rule's name, in a call of what makes problems.
PLACES = {"Problem": 3, "refuse": 1, "_refuse": 1, "problem": 0, "_unexpected": 2, "rule": 0}
FORWARDED = {"rule", "self.name", "*row"}  # the name comes from a caller, who is looked at as well


def find_names(folder=ROOT / "pipeline"):
    """Return every rule's name; raise ValueError at a call whose name can't be told."""
    names = set()
    for path in sorted(folder.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            function = getattr(call.func, "attr", getattr(call.func, "id", None))
            place = PLACES.get(function)
            if place is None or (len(call.args) <= place and not any(isinstance(each, ast.Starred) for each in call.args)):
                continue
            written = call.args[min(place, len(call.args) - 1)]
            if isinstance(written, ast.Constant) and isinstance(written.value, str):
                if " " not in written.value:  # else a message: a field's own refuse has no name
                    names.add(written.value)
            elif function == "Problem" and ast.unparse(written) not in FORWARDED:
                raise ValueError(f"{path}:{call.lineno}: {ast.unparse(written)}")
        if path.name == "validation.py":  # chosen among by what does not fit
            names |= {f"schema{kind}" for kind in ("", "-missing", "-extra-forbidden", "-literal-error", "-type")}
    return names
