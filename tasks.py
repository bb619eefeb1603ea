"""The commands of this project: names, flags and help; the work is done in `pipeline.commands`.

Run them as `python3 tasks.py NAME`, which makes the environment when needed, or inside it as `invoke NAME`.
"""

# Until the version is known to be right, this file keeps to what Python 3.6 can read.
import functools
import os
import re
import signal
import sys

if sys.version_info < (3, 11):
    sys.exit(
        "This project needs Python 3.11 or newer, and this is Python %d.%d: run tasks.py with a newer one."
        % sys.version_info[:2]
    )
if os.name != "posix":
    sys.exit("This project runs on Linux and macOS: on Windows, run it inside WSL.")


VALUED = ["--content", "--output", "--site-url", "--today", "--jobs", "--path", "--target", "--purge", "--to", "--keep", "--days", "--only"]


def named(words):
    """What a command line may name as tasks: every word but the values of flags."""
    return {word for before, word in zip(["", *words], words) if before not in VALUED}  # noqa: B905 -- strict is newer than 3.6


interruptions = []  # Python passes over an exception that is raised while it tidies up: this remembers


def _interrupted(_signal, _frame):
    """End at once with the code of an interruption."""
    interruptions.append(1)
    sys.exit(130)


def _interrupting(_signal, _frame):
    """While a command works, Ctrl-C is an ordinary KeyboardInterrupt, so that it can clean up."""
    interruptions.append(1)
    raise KeyboardInterrupt


def _pass_over(lost):
    """Show no traceback of an interruption that came while Python was tidying up."""
    if not interruptions:
        sys.__unraisablehook__(lost)


if __name__ == "__main__":
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        # Left to itself, invoke reports Ctrl-C as 1, the code of a failed build.
        signal.signal(signal.SIGINT, _interrupted)
        sys.unraisablehook = _pass_over
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # held back by `enter`

    # Our code compiled: to do that anew each time takes longer than to make a page, even for those who want no such files.
    sys.dont_write_bytecode = False
    from pipeline import environment

    tasks = named(sys.argv[1:])
    environment.enter(
        dev=not tasks.isdisjoint({"test", "bench"}),
        publish=not tasks.isdisjoint({"publish", "releases", "rollback", "prune"}),
    )
    from pipeline import quick

    if (code := quick.answer(tuple(sys.argv[1:]))) is not None:  # before invoke, which takes longer to load than this to answer
        os._exit(130 if interruptions else code)  # all is said: to take down what was loaded takes as long as to make a page

from invoke import Collection, Config, Exit, ParseError, Program, task  # noqa: E402 -- exists only inside the environment


def _command(**help_and_lists):
    """Make an invoke task whose result, or interruption, becomes the exit code.

    Keywords are passed on to `invoke.task`.
    """

    def wrap(body):
        @functools.wraps(body)
        def run(context, **flags):
            ours = signal.getsignal(signal.SIGINT) is _interrupted
            try:
                if ours:
                    signal.signal(signal.SIGINT, _interrupting)
                code = body(context, **flags)
            except KeyboardInterrupt:
                code = 130
            finally:
                if ours:
                    signal.signal(signal.SIGINT, _interrupted)
            if code or interruptions:
                code = 130 if interruptions else code
                raise Exit(code=code)

        return task(auto_shortflags=False, **help_and_lists)(run)

    return wrap


CONTENT_HELP = "The folder that editors write in (default: content)."
TODAY_HELP = "Build as on this day, YYYY-MM-DD (default: today, where the clinic is)."
JSON_HELP = "Print one JSON document on standard output."
TARGET_HELP = "Where releases go: file:///folder or s3://bucket/prefix."
PURGE_HELP = "Tell a CDN what changed: a command that reads addresses, or an https:// address that takes them."


@_command(
    help={
        "content": CONTENT_HELP,
        "output": "The folder for the finished site (default: output).",
        "production": "Build for the public: the real address, and no notice of made-up contact facts.",
        "site-url": "The address that the site will have, such as https://www.example.org.",
        "today": TODAY_HELP,
        "jobs": "How many processes may work at once (default: one for each core).",
        "clean": "Build every page anew, and reuse nothing.",
        "json": JSON_HELP,
    }
)
def build(
    _context,
    content=None,
    output=None,
    production=False,
    site_url=None,
    today=None,
    jobs=None,
    clean=False,
    json=False,
):
    """Build the site."""
    from pipeline import commands

    if jobs is not None:
        if not (jobs.isascii() and jobs.isdigit() and int(jobs) > 0):
            raise Exit("--jobs must be a whole number from 1, not %r." % jobs, code=1)
        jobs = int(jobs)
    return commands.build(
        content=content,
        output=output,
        production=production,
        site_url=site_url,
        today=today,
        jobs=jobs,
        clean=clean,
        json=json,
    )


@_command(
    iterable=["path"],
    help={
        "path": "Check only this file or folder; may be given more than once.",
        "content": CONTENT_HELP,
        "today": TODAY_HELP,
        "json": JSON_HELP,
    },
)
def check(_context, path, content=None, today=None, json=False):
    """Check the content without building it."""
    from pipeline import commands

    return commands.check(paths=path, content=content, today=today, json=json)


@_command(
    help={
        "target": TARGET_HELP,
        "site-url": "The address that the site has, such as https://www.example.org.",
        "content": CONTENT_HELP,
        "today": TODAY_HELP,
        "purge": PURGE_HELP,
        "dry-run": "Build, say what would change for visitors, and change nothing.",
        "json": JSON_HELP,
    }
)
def publish(
    _context, target=None, site_url=None, content=None, today=None, purge=None, dry_run=False, json=False
):
    """Build the site for the public and make it live."""
    from pipeline import publishing

    return publishing.publish(
        target=target,
        site_url=site_url,
        content=content,
        today=today,
        purge=purge,
        dry_run=dry_run,
        json=json,
    )


@_command(help={"target": TARGET_HELP, "json": JSON_HELP})
def releases(_context, target=None, json=False):
    """List what was published, and what each release changed."""
    from pipeline import publishing

    return publishing.releases(target=target, json=json)


@_command(
    help={
        "target": TARGET_HELP,
        "to": "The release to go back to, by its id (default: the one before).",
        "site-url": "The address that the site has; needed with --purge.",
        "purge": PURGE_HELP,
        "json": JSON_HELP,
    }
)
def rollback(_context, target=None, to=None, site_url=None, purge=None, json=False):
    """Make an earlier release live again, without a build."""
    from pipeline import publishing

    return publishing.rollback(target=target, to=to, site_url=site_url, purge=purge, json=json)


@_command(
    help={
        "target": TARGET_HELP,
        "keep": "How many releases to keep at least (default: 10).",
        "days": "Keep what was live within so many days, too (default: 30).",
        "dry-run": "Say which releases would go, and change nothing.",
        "json": JSON_HELP,
    }
)
def prune(_context, target=None, keep="10", days="30", dry_run=False, json=False):
    """Delete old releases, and the assets that only they have."""
    from pipeline import publishing

    return publishing.prune(target=target, keep=keep, days=days, dry_run=dry_run, json=json)


@_command()
def sbom(_context):
    """Print the bill of materials of what builds the site."""
    from pipeline import commands

    return commands.sbom()


@_command()
def test(_context):
    """Run every test, those in a browser included."""
    from pipeline import commands

    return commands.test()


@_command(help={"only": "Do one part alone: builds, pages, faults, sequences or publish."})
def bench(_context, only=None):
    """Measure how long builds take, and what visitors notice of publishing."""
    from pipeline import commands

    return commands.bench(only=only)


class _Program(Program):
    """invoke's program, with words for wrong use that name the flag and the cure."""

    def parse_core(self, argv):
        super().parse_core(argv)
        sys.dont_write_bytecode = False  # invoke has just said otherwise

    def parse_tasks(self):
        try:
            super().parse_tasks()
            for word, following in zip(self.argv, [*self.argv[1:], "-"], strict=False):  # invoke lets a flag pass that may stand more often
                if word == "--path" and following.startswith("-"):
                    raise Exit("Flag --path needed value and was not given one! `python3 tasks.py --help check` lists its flags.", code=1)
        except ParseError as wrong:
            words = re.sub(r"<Argument: ([\w-]+).*?>", r"--\1", str(wrong))
            name = wrong.context.name if wrong.context else None
            cure = "--help %s` lists its flags." % name if name else "--list` lists the tasks."
            raise Exit("%s `python3 tasks.py %s" % (words, cure), code=1) from None


class _Config(Config):
    """invoke's settings, without those of the machine and of who works there: they say nothing of this site, and a broken one would end every command."""

    def load_base_conf_files(self):
        pass


if __name__ == "__main__":
    here = Collection.from_module(sys.modules["__main__"])
    _Program(namespace=here, binary="tasks.py", config_class=_Config).run(sys.argv if sys.argv[1:] else [*sys.argv, "--list"])
