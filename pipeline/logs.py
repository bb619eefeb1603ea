"""Hears what Pelican and its plugins only log, and turns it into problems: a logged error must stop the build as well."""

from __future__ import annotations

import logging

from pipeline.problem import Problem


class Listener(logging.Handler):
    """Gathers warnings and errors until they are taken."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._problems: list[Problem] = []

    def emit(self, record: logging.LogRecord) -> None:
        severity = "error" if record.levelno >= logging.ERROR else "warning"
        message = f"{record.name} says: {record.getMessage().strip()}"
        if record.exc_info and record.exc_info[1] is not None:
            message += f" ({type(record.exc_info[1]).__name__}: {record.exc_info[1]})"
        self._problems.append(Problem("pelicanconf.py", 1, 1, "pelican", message.rstrip(".") + ".", "Mend what it names.", severity))

    def take(self) -> list[Problem]:
        """What was logged since the last time."""
        taken, self._problems = self._problems, []
        return taken

    def take_about(self, words: str) -> str:
        """What was logged about these words, to be told with a better place; nothing where nothing was."""
        about = [problem for problem in self._problems if words in problem.message]
        self._problems = [problem for problem in self._problems if problem not in about]
        return "; ".join(problem.message.rstrip(".") for problem in about)


listener = Listener()


def listen() -> None:
    """Begin to hear all loggers; to call it again changes nothing."""
    logging.getLogger().addHandler(listener)
