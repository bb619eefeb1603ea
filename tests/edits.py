"""What editors, designers and their machines do to a project between two builds, and what must hold then.

Each edit is a function of the project, the name of an article, and a number that varies it.
"""

import os
import re
import shutil

from tests.project import TODAY, copy_project, fingerprint, write_article
from tests.warm import Warm

NAMES = ("alpha", "beta", "gamma", "delta")
FILLERS = 16  # with the others enough for work in two processes
TOPICS = ("mental-health", "heart-health", "sleep")
PAIR = "articles/es/pair.md"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360"><rect width="{0}" height="360" fill="#468"/></svg>'
KEPT = (".cache", ".cache/runs", ".cache/store.sqlite3", ".cache/icons", ".cache/templates", ".output.build/state", ".output.build/next")


class Site:
    """A project and the flags of its build. Use it in a `with` statement."""

    def __init__(self, folder):
        self.project, self.start = copy_project(folder / "project"), folder / "start"
        content = self.project / "content"
        (content / "images/field.svg").write_text(DRAWING.format(1), "utf-8")
        (content / "people.yaml").write_text((content / "people.yaml").read_text("utf-8") + "jane-doe:\n  name: Jane Doe\n  kind: person\n  credentials: MD\n", "utf-8")
        (content / "topics.yaml").write_text((content / "topics.yaml").read_text("utf-8") + "sleep:\n  name: {en: Sleep, es: Sueño}\n", "utf-8")
        for name in (*NAMES, *(f"filler-{number:02}" for number in range(FILLERS))):
            keys = {"reviewer": "jane-doe", "reviewed": "2026-01-10", "review_by": "2027-01-10"} if name == "beta" else {}
            keys["topic"] = "sleep" if name.startswith("filler") else "mental-health"  # a list of two pages, with one text in another language
            write_article(content, name, f"Words of {name}.\n\n## A part\n\nMore.\n", lang="en", tags="[one, two]", status="published", **keys)
        write_article(content, "pair", "Words.\n\n## A part\n\nMore.\n", tags="[one]", topic="sleep")
        write_article(content, "pair-es", "Palabras.\n\n## Una parte {#a-part}\n\nMás.\n", title="Un par", lang="es", slug="pair", tags="[one]", topic="sleep", translated="2026-11-01").rename(content / PAIR)
        for name in ("content", "theme", "pelicanconf.py"):
            (shutil.copytree if (self.project / name).is_dir() else shutil.copy2)(self.project / name, self.start / name if name == "content" else self._kept(name))
        self.warm = Warm(self.project)
        self.flags = {}

    def _kept(self, name):
        self.start.mkdir(exist_ok=True)
        return self.start / name

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.warm.__exit__()

    def reset(self):
        """Bring every input back to what it was at first; what builds keep stays."""
        self.flags = {"--today": TODAY}
        for name in ("content", "theme"):
            shutil.rmtree(self.project / name)
            shutil.copytree(self.start / name, self.project / name)
        shutil.copy2(self.start / "pelicanconf.py", self.project)

    def build(self, *more):
        """Build with the flags that were set, and return how it ended."""
        flags = [part for name, value in self.flags.items() for part in ((name,) if value is True else (name, value))]
        return self.warm.run("build", "--json", *flags, *more)

    def compare(self, edits):
        """Do the edits, with a build after each, and tell in words in what the last one differs from a clean build; nothing is good."""
        self.reset()
        last = self.build()
        assert last.code == 0, last.stderr
        for kind, name, number in edits:
            EDITS[kind](self, name, number)
            good = fingerprint(self.project / "output")
            last = self.build()
            if last.code:
                yield from () if fingerprint(self.project / "output") == good else [f"{kind}: a refused build changed the output"]
            if "Traceback" in last.stderr:
                yield f"{kind}: {last.stderr}"
        shutil.rmtree(self.project / "clean", ignore_errors=True)
        clean = self.build("--clean", "--output", "clean")
        if (clean.code, _problems(clean)) != (last.code, _problems(last)):
            yield f"a clean build ends with {clean.code} and says {_problems(clean)}, this one with {last.code} and says {_problems(last)}"
        if clean.code == 0 and (differing := {*fingerprint(self.project / "clean").items()} ^ {*fingerprint(self.project / "output").items()}):
            yield f"these files differ from a clean build's: {sorted({path for path, _ in differing})}"


def _problems(ended):
    return re.sub(r'"(rendered|reused|read|seconds)": [\d.]+', "", ended.stdout)


def rewrite(path, change):
    """Change a text's lines, if it is there; then make sure that no time stamp tells of it."""
    if path.exists():
        stat = path.stat()
        path.write_text(change(path.read_text("utf-8")), "utf-8")
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def add_words(words):
    """An edit that adds a part to an article's text."""
    return lambda site, name, n: rewrite(article(site, name), lambda text: f"{text}\n{words.format(n=n)}\n")


def set_key(key, *values):
    """An edit that gives an article's key one of the values; None takes it away."""

    def change(site, name, n):
        value = values[n % len(values)]
        line = "" if value is None else f"{key}: {value.format(n=n)}\n"

        def put(text):
            _, front, body = text.split("---\n", 2)
            front = re.sub(rf"^{key}: .*\n", "", front, flags=re.MULTILINE)
            return f"---\n{front}{line}---\n{body}"

        rewrite(article(site, name), put)

    return change


def swap(path, old, *new):
    """An edit that puts one of several words in a file's place of another."""

    def change(site, _name, n):
        words = (old, *new)
        now = [word for word in words if word in (site.project / path).read_text("utf-8")]
        assert now, f"{path} holds none of {words}"
        rewrite(site.project / path, lambda text: text.replace(max(now, key=len), words[n % len(words)], 1))

    return change


def set_flag(flag, *values):
    """An edit of the command: the flag gets one of the values; None leaves it out."""

    def change(site, _name, n):
        site.flags.pop(flag, None)
        if (value := values[n % len(values)]) is not None:
            site.flags[flag] = value

    return change


def article(site, name):
    """The file of an article."""
    return site.project / f"content/articles/{name}.md"


def rename(site, name, n):
    """Give an article's file another name; its address stays."""
    if article(site, name).exists():
        article(site, name).rename(article(site, f"{name}-renamed-{n}"))


def add_page(site, name, n):
    """Add a page, or take it away again."""
    path = site.project / f"content/pages/{name}-page.md"
    if path.exists():
        path.unlink()
    else:
        path.write_text(f"---\ntitle: Page {n}\nsummary: A page that tells fifty letters or more about nothing at all, {n}.\ndate: 2026-11-01\nslug: {name}-page\n---\nWords.\n", "utf-8")


def delete(site, _name, n):
    """Delete something that builds keep."""
    path = site.project / KEPT[n % len(KEPT)]
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def damage(site, _name, n):
    """Change, delete or add a file of the output."""
    output = site.project / "output"
    match n % 3:
        case 0:
            (output / "index.html").write_text("damaged", "utf-8")
        case 1:
            (output / "feed.xml").unlink(missing_ok=True)
        case 2:
            (output / "stray.html").write_text("stray", "utf-8")


def touch(site, _name, n):
    """Give every text another time."""
    for path in (site.project / "content").rglob("*.md"):
        os.utime(path, (1_700_000_000 + n, 1_700_000_000 + n))


EDITS = {
    "words": add_words("More words, {n} times."),
    "heading": add_words("## Part {n}\n\nWords."),
    "link": add_words("See [the clinic]({{filename}}/pages/contact.md), {n}."),
    "link to an article": add_words("See [another]({{filename}}gamma.md), {n}."),
    "citation": add_words("As was found {n} times.[@rush2006]"),
    "picture": add_words("![A blue field, {n}](images/field.svg)"),
    "block": add_words("::: key-points\n- Point {n}\n:::"),
    "term": add_words("What [ECT](glossary:ect) is, {n}."),
    "title": set_key("title", "Title number {n}", '"A & B, {n}"'),
    "summary": set_key("summary", "Another summary of number {n}, long enough to be shown in a list of results."),
    "slug": set_key("slug", "moved-{n}"),
    "date": set_key("date", "2026-05-11", "2026-11-01", "2026-11-22"),
    "modified": set_key("modified", "2026-11-20", None, "2026-11-21"),
    "topic": set_key("topic", *TOPICS),
    "tags": set_key("tags", "[one]", "[three, two]", None),
    "status": set_key("status", "hidden", "draft", "published"),
    "hero": set_key("hero", "{{image: images/field.svg, alt: A blue field}}", None),
    "review": set_key("review_by", "2026-11-21", "2026-12-30", "2027-01-10"),
    "add": lambda site, name, n: write_article(site.project / "content", f"{name}-{n}", f"Words of {n}.\n", status="published"),
    "remove": lambda site, name, _n: article(site, name).unlink(missing_ok=True),
    "rename": rename,
    "page": swap("content/pages/about.md", "United States", "US", "country"),
    "page's title": swap("content/pages/about.md", 'title: "About {clinic}"', "title: About us"),
    "translation": swap(f"content/{PAIR}", "Más.", "Mucho más.", "Aún más."),
    "translation's title": swap(f"content/{PAIR}", "title: Un par", "title: Dos"),
    "translation's status": swap(f"content/{PAIR}", "translated: 2026-11-01", "translated: 2026-11-01\nstatus: draft", "translated: 2026-11-01\nstatus: hidden"),
    "translation's numbers": swap(f"content/{PAIR}", "Palabras.", "Palabras, 7."),
    "source": swap("content/articles/pair.md", "More.", "Much more."),
    "source's numbers": swap("content/articles/pair.md", "Words.", "Words, 7."),
    "source's heading": swap("content/articles/pair.md", "## A part", "## Another part", "## Another part {#a-part}"),
    "source's day": swap("content/articles/pair.md", "slug: pair", "slug: pair\nmodified: 2026-11-20"),
    "translation's day": swap(f"content/{PAIR}", "translated: 2026-11-01", "translated: 2026-11-20"),
    "page in Spanish": swap("content/pages/es/privacy.md", "title: Su privacidad en este sitio", "title: Su privacidad"),
    "word in Spanish": swap("theme/locale/es.yaml", "skip: Ir al", "skip: Pasar al"),
    "topic's name": swap("content/topics.yaml", "es: Salud mental", "es: La salud mental"),
    "home": swap("content/pages/home.md", "date: 2026-11-22", "date: 2026-11-20"),
    "another page": add_page,
    "menu": swap("content/pages/about.md", "label: About us", "label: Us"),
    "clinic": swap("content/clinic.yaml", "name: TelemedicalServices", "name: Another Clinic"),
    "phone": swap("content/clinic.yaml", "+12025550143", "+12025550144"),
    "search engines": swap("content/clinic.yaml", "unreviewed: noindex", "unreviewed: index"),
    "people": swap("content/people.yaml", "name: Jane Doe", "name: Joan Doe"),
    "author": swap("content/people.yaml", 'name: "{clinic}"', "name: The desk"),
    "glossary": swap("content/glossary.yaml", "a brief electric current", "a short electric current"),
    "medicines": swap("content/medicines.yaml", "given as an injection", "given into a vein"),
    "conditions": swap("content/conditions.yaml", "name: {en: Anxiety,", "name: {en: Anxiety disorders,"),
    "crisis help": swap("content/crisis.yaml", "In danger now", "In danger today"),
    "references": swap("content/references.json", "STAR*D", "STAR D"),
    "picture's bytes": lambda site, _name, n: (site.project / "content/images/field.svg").write_text(DRAWING.format(n + 1), "utf-8"),
    "word of the interface": swap("theme/locale/en.yaml", "skip: Skip to", "skip: Go to"),
    "template": swap("theme/templates/article.html", '<article class="wrap">', '<article class="wrap wide">'),
    "template of all": swap("theme/templates/base.html", "<body", '<body data-x="1"', '<body data-x="2"'),
    "template of bodies": swap("theme/templates/body.html", "{# What fills", "{# Again: what fills"),
    "component": swap("theme/templates/components/footer/footer.html", "<footer", '<footer data-x="1"'),
    "stylesheet": swap("theme/static/css/prose.css", ".prose { max-inline-size: var(--measure);", ".prose { max-inline-size: 40rem;"),
    "color": swap("theme/static/css/tokens.css", "--color-canvas: oklch(99.2%", "--color-canvas: oklch(98.2%"),
    "mark": swap("theme/static/brand/mark.svg", "13 13 0 0 1 26 0", "13 12 0 0 1 26 0"),
    "length of lists": swap("pelicanconf.py", "DEFAULT_PAGINATION = 10", "DEFAULT_PAGINATION = 4"),
    "length of the feed": swap("pelicanconf.py", "FEED_MAX_ITEMS = 50", "FEED_MAX_ITEMS = 3"),
    "rules": swap("pelicanconf.py", "RULES = {}", 'RULES = {"review-soon": "error"}'),
    "day": set_flag("--today", TODAY, "2026-11-23", "2027-02-01"),
    "address": set_flag("--site-url", None, "https://www.example.org", "https://www.example.org/base"),
    "production": set_flag("--production", None, True),
    "jobs": set_flag("--jobs", None, 1, 2),
    "nothing": lambda _site, _name, _n: None,
    "touch": touch,
    "delete what builds keep": delete,
    "damage to the output": damage,
}
