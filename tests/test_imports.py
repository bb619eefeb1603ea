"""Imports inside pipeline/ go one way: a stage knows the one before it, never the one after."""

import ast
import sys
from functools import cache
from graphlib import TopologicalSorter

import pytest

from tests.project import ROOT

PIPELINE = ROOT / "pipeline"
STAGES = ("read", "check", "assets", "render", "publish")
ALONE = "pipeline.environment"  # runs before anything is installed
MAY_MEET_PELICAN = {"pipeline.read.reader", "pipeline.render.writer"}
MODULES = sorted(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in PIPELINE.rglob("*.py"))
OF_STAGES = [module for module in MODULES if module.split(".")[1:2] and module.split(".")[1] in STAGES]


@cache
def imported_names(module):
    """Every module that this one imports, anywhere in its text, by its full name."""
    path = ROOT.joinpath(*module.split("."))
    tree = ast.parse((path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).read_text("utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports by a relative path"
            names |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return names


def imports(module):
    """The modules of pipeline/ that this one imports."""
    return {name for name in imported_names(module) & set(MODULES) if name.count(".")}


SHARED = sorted({name for module in OF_STAGES for name in imports(module)} - set(OF_STAGES))
WITH_PELICAN = {module for module in MODULES if "pelican" in {name.split(".")[0] for name in imported_names(module)}}


def reaches(module):
    """The modules of pipeline/ that this one needs, itself or by way of others."""
    found, left = set(), [module]
    while left:
        new = imports(left.pop()) - found
        found |= new
        left += new
    return found


@pytest.mark.parametrize("module", OF_STAGES)
def test_imports_go_one_way(module):
    """What a module of a stage needs, at whatever distance, belongs to its own stage or one before it."""
    own = STAGES.index(module.split(".")[1])
    later = {name for name in reaches(module) if name.split(".")[1] in STAGES[own + 1 :]}

    assert later == set()


def test_imports_make_no_circle():
    """No module imports itself by way of others, inside a stage or between them."""
    list(TopologicalSorter({module: imports(module) for module in MODULES}).static_order())


def test_the_environment_needs_nothing():
    """What makes the environment runs without it: the standard library alone."""
    assert imports(ALONE) == set()
    assert {name.split(".")[0] for name in imported_names(ALONE)} <= sys.stdlib_module_names


@pytest.mark.parametrize("module", SHARED)
def test_what_stages_share_needs_no_stage(module):
    """What lies beside the stages and is used by one of them needs none of them, and no Pelican: what ties stages together is used by none."""
    needed = {module, *reaches(module)}

    assert {name for name in needed if name.split(".")[1] in STAGES} == set()
    assert needed & WITH_PELICAN == set()


def test_stages_know_nothing_of_pelican():
    """Rules, assets and views are plain Python: only what hands data in from Pelican, or out to it, meets it."""
    assert WITH_PELICAN & set(OF_STAGES) == MAY_MEET_PELICAN
