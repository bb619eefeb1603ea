"""Mistakes in settings, plugins, templates and styles: told with place and cure, exit code 1, the output untouched."""

import os
import shutil

import pytest

from tests.project import TODAY, copy_project, edit, fingerprint, run_task

ADD_PLUGIN = ('PLUGINS = ["pipeline.plugin"]', 'PLUGINS = ["pipeline.plugin", "my_plugin"]')
PLUGIN = "from pelican import signals\n\n\ndef register():\n    {}\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the project with a finished output; each test undoes what it changes."""
    folder = copy_project(tmp_path_factory.mktemp("mistakes") / "project")
    assert run_task("build", "--today", TODAY, root=folder).code == 0
    return folder


@pytest.fixture
def change(project):
    """Change a file of the project for one test: takes its path, and its new text, or what to replace; alone, it is deleted."""
    kept = {}

    def apply(name, *words):
        path = project / name
        kept.setdefault(path, path.read_bytes() if path.exists() else None)
        if not words:
            path.unlink()
        elif len(words) == 1:
            path.write_text(words[0], "utf-8")
        else:
            edit(path, *words)

    yield apply
    for path, data in kept.items():
        if data is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(data)


@pytest.fixture
def told(project):
    """Build, expecting a refusal that leaves the output as it was: its errors as path:line rule."""

    def run():
        before, names = fingerprint(project / "output"), {path.name for path in project.iterdir()}
        result = run_task("build", "--json", "--today", TODAY, root=project)
        assert result.code == 1
        assert fingerprint(project / "output") == before
        assert {path.name for path in project.iterdir()} - names <= {"__pycache__"}
        return result

    return run


def places(result):
    """The errors as `path:line rule`."""
    return [f"{p['path']}:{p['line']} {p['rule']}" for p in result.errors]


def line_of(project, name, words):
    """The line where a file of the project first has these words."""
    lines = (project / name).read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


def test_an_unknown_setting_is_refused(project, change, told):
    """A slip in a setting's name would leave the setting without effect: refused where it stands."""
    change("pelicanconf.py", "DEFAULT_PAGINATION = 10", "DEFAULT_PAGINATOIN = 10")
    result = told()

    assert places(result) == [f"pelicanconf.py:{line_of(project, 'pelicanconf.py', 'PAGINATOIN')} setting-unknown"]
    assert "Did you mean “DEFAULT_PAGINATION”?" in result.errors[0]["cure"]


def test_a_setting_of_a_users_plugin_is_taken_where_it_is_declared(project, change):
    """EXTRA_KEYS names what a plugin of one's own reads."""
    change("pelicanconf.py", "EXTRA_KEYS = []", 'EXTRA_KEYS = ["MY_SETTING"]\nMY_SETTING = 1')

    assert run_task("build", "--today", TODAY, root=project).code == 0


@pytest.mark.parametrize(
    ("plugin", "text"),
    [
        ("my_missing_plugin", None),
        ("my_plugin", "import no_such_module\n\n\ndef register():\n    pass\n"),
        ("my_plugin", PLUGIN.format("raise RuntimeError('no')")),
        ("my_plugin", "x = 1\n"),
    ],
    ids=["missing", "import", "raises", "no-register"],
)
def test_a_plugin_that_does_not_load_is_refused(project, change, told, plugin, text):
    """Pelican only logs it and goes on without: here it stops the build, at the place where it is asked for."""
    if text:
        change(f"{plugin}.py", text)
    change("pelicanconf.py", 'PLUGINS = ["pipeline.plugin"]', f'PLUGINS = ["pipeline.plugin", "{plugin}"]')
    result = told()

    assert places(result) == [f"pelicanconf.py:{line_of(project, 'pelicanconf.py', 'PLUGINS = [')} plugin-broken"]
    assert plugin in result.stderr


@pytest.mark.parametrize(("name", "old", "new"), [("THEME", '"theme"', '"nope"'), ("PLUGINS", '["pipeline.plugin"]', "[]")])
def test_a_setting_without_which_nothing_works_is_told_at_its_line(project, change, told, name, old, new):
    """A theme that is not there, or our own plugin left out."""
    change("pelicanconf.py", f"\n{name} = {old}", f"\n{name} = {new}")

    assert places(told()) == [f"pelicanconf.py:{line_of(project, 'pelicanconf.py', f'{name} =')} settings"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("BUILD_DATE", '"22.11.2026"'), ("BUILD_DATE", '"9999-12-31"'), ("JOBS", "0"), ("JOBS", '"two"'), ("DEFAULT_PAGINATION", '"x"'), ("FEED_ALL_ATOM", "None"), ("FEED_MAX_ITEMS", '"x"'), ("SITEURL", '"localhost"')],
)
def test_a_setting_of_another_kind_is_told_at_its_line(project, change, name, value):
    """Told by its name, and not as a failure of the code that meets it, nor as a flag that nobody gave."""
    change("pelicanconf.py", (project / "pelicanconf.py").read_text("utf-8") + f"{name} = {value}\n")
    result = run_task("build", "--json", root=project)

    assert (result.code, places(result)) == (1, [f"pelicanconf.py:{line_of(project, 'pelicanconf.py', f'{name} =')} settings"])
    assert result.errors[0]["message"].startswith(f"{name} must be ")
    assert "Traceback" not in result.stderr


def test_settings_that_change_twice_within_a_second_are_read_anew(project, change):
    """Also where both are as long: what Python has compiled would be taken for the same."""
    text = (project / "pelicanconf.py").read_text("utf-8")
    for name, value in (("FEED_ALL_ATOM", "None"), ("FEED_MAX_ITEMS", '"x"')):
        change("pelicanconf.py", f"{text}{name} = {value}\n")
        os.utime(project / "pelicanconf.py", (1_780_000_000, 1_780_000_000))
        assert run_task("build", "--json", root=project, env={"PYTHONDONTWRITEBYTECODE": ""}).errors[0]["message"].startswith(f"{name} must be ")


@pytest.mark.parametrize(
    ("signal", "name"),
    [("article_generator_finalized", "generators"), ("content_written", "path"), ("finalized", "pelican"), ("initialized", "pelican"), ("readers_init", "readers")],
)
def test_a_plugin_that_fails_later_is_refused(change, told, signal, name):
    """Also a plugin that raises while it works stops the build, and leaves no half-made site."""
    text = f"from pelican import signals\n\n\ndef fail({name}, **_):\n    raise RuntimeError('it went wrong')\n\n\ndef register():\n    signals.{signal}.connect(fail)\n"
    change("my_plugin.py", text)
    change("pelicanconf.py", *ADD_PLUGIN)

    result = told()

    assert "it went wrong" in result.stderr
    assert {error["rule"] for error in result.errors} & {"failure", "pelican"}


def test_a_plugin_with_a_slip_is_told_where_the_slip_is(change, told):
    """A plugin that is no Python is told at its own line."""
    change("my_plugin.py", "x = 1\n\n\ndef register(:\n")
    change("pelicanconf.py", *ADD_PLUGIN)
    result = told()

    assert [place.rsplit(" ", 1)[0] for place in places(result)] == ["my_plugin.py:4"]
    assert "settings" not in result.errors[0]["message"]


@pytest.mark.parametrize("moment", ["register", "signal"])
def test_a_plugin_that_logs_an_error_stops_the_build(change, told, moment):
    """What Pelican or a plugin logs as an error is one."""
    log = "logging.getLogger('mine').error('all is lost')"
    connect = log if moment == "register" else f"signals.article_generator_finalized.connect(lambda _: {log}, weak=False)"
    change("my_plugin.py", f"import logging\n{PLUGIN.format(connect)}")
    change("pelicanconf.py", *ADD_PLUGIN)

    assert "all is lost" in told().stderr


def test_a_missing_template_is_refused(change, told):
    """No other theme's template stands in for it."""
    change("theme/templates/article.html")

    assert "theme/templates/article.html:1 template-missing" in places(told())


def test_a_template_that_can_not_be_read_is_refused(project, change, told):
    """A slip in a template's syntax is told at its line."""
    change("theme/templates/article.html", "{{ view.body }}", "{% endblok %}")

    assert places(told()) == [f"theme/templates/article.html:{line_of(project, 'theme/templates/article.html', 'endblok')} template"]


def test_a_template_in_another_encoding_is_refused(project, change, told):
    """At its odd byte, as every other file."""
    path = project / "theme" / "templates" / "article.html"
    change("theme/templates/article.html", "{{ view.body }}", "caf?{{ view.body }}")
    path.write_bytes(path.read_bytes().replace(b"caf?", b"caf\xe9"))
    line = path.read_bytes().split(b"caf")[0].count(b"\n") + 1

    assert places(told()) == [f"theme/templates/article.html:{line} encoding"]


@pytest.mark.parametrize("words", ["view.titel", "title", "view.head.titel", "SITENAME"])
def test_a_name_that_a_view_does_not_hold_is_refused(project, change, told, words):
    """A template asks for what its view holds, and for nothing else: told at the line, once for each template."""
    change("theme/templates/article.html", "{{ view.body }}", f"{{{{ {words} }}}}")
    result = told()

    assert set(places(result)) == {f"theme/templates/article.html:{line_of(project, 'theme/templates/article.html', words)} template"}


@pytest.mark.parametrize(
    ("old", "new"),
    [("{{ view.body }}", "{{ view.body | nothing }}"), ("{{ view.body }}", "{{ 1 / 0 }}"), ("{{ view.body }}", "{{ view.body() }}"), ("{{ view.body }}", "{% include 'no.html' %}")],
    ids=["filter", "division", "call", "include"],
)
def test_a_template_that_fails_is_refused(change, told, old, new):
    """Whatever a template does wrong is told with its file."""
    change("theme/templates/article.html", old, new)

    assert {place.split(":")[0] for place in places(told())} == {"theme/templates/article.html"}


def test_a_slip_in_a_stylesheet_is_refused(project, change, told):
    """At its file, line and column."""
    change("theme/static/css/tokens.css", ":root {\n  color: red;\n  & > {;\n}\n")
    ((problem),) = told().errors

    assert (problem["path"], problem["line"], problem["rule"]) == ("theme/static/css/tokens.css", 3, "stylesheet")
    assert str(project) not in problem["message"]


@pytest.mark.parametrize(("name", "text", "rule"), [("static/css/tokens.css", ":root {\n  & > {;\n}\n", "stylesheet"), ("templates/gallery.html", "{% endblok %}\n", "template")])
def test_a_slip_in_the_theme_is_told_once_by_a_first_build(project, change, told, name, text, rule):
    """Also where another process meets it first, which makes styles and templates ready while texts are read."""
    for kept in (project / ".cache").iterdir():
        shutil.rmtree(kept) if kept.is_dir() else kept.unlink()
    change(f"theme/{name}", text)

    assert [place.split(":")[0] + place.split(" ")[-1] for place in places(told())] == [f"theme/{name}{rule}"]


def test_a_stylesheet_that_is_missing_is_refused(change, told):
    """Told where it is asked for."""
    change("theme/static/css/tokens.css")

    assert [place.split(":")[0] for place in places(told())] == ["theme/static/css/site.css"]


@pytest.mark.parametrize("text", ["PLUGINS = [\n", "X = 1 / 0\n", "import no_such_module\n"], ids=["syntax", "division", "import"])
def test_settings_that_are_not_python_are_refused(change, told, text):
    """At their file and line, without a traceback."""
    change("pelicanconf.py", f"SITENAME = 'x'\n{text}")
    result = told()

    assert [place.rsplit(" ", 1)[0] for place in places(result)] == ["pelicanconf.py:2"]
    assert "Traceback" not in result.stderr


def test_a_disk_that_fails_under_the_settings_is_told(change, told):
    """As everywhere else: in plain words with a cure for the machine, not as a mistake in the settings."""
    change("pelicanconf.py", "import errno\nraise OSError(errno.EIO, 'Input/output error', __file__)\n")
    result = told()

    assert [problem["rule"] for problem in result.errors] == ["system"]
    assert "The disk must read and write without errors, and it reports one (pelicanconf.py)." in result.stderr
    assert "Traceback" not in result.stderr


def test_words_of_the_interface_that_are_missing_are_refused(change, told):
    """A word that a template or the pipeline asks for must stand in theme/locale."""
    change("theme/locale/en.yaml", "skip: Skip to the main text\n", "")
    assert told().errors

    change("theme/locale/en.yaml", "page_of: ", "page_off: ")
    result = told()
    assert "Traceback" not in result.stderr
