"""Front matter does its work in listings and search results."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.problem import Problem
from pipeline.read.library import Library

SUMMARY_LENGTHS = range(50, 161)  # characters: what search engines show of a description


def check_summaries(library: Library) -> Iterator[Problem]:
    """A summary should have 50 to 160 characters."""
    for entry in library.entries:
        length = len(entry.document.meta.summary)
        if entry.document.whole and length not in SUMMARY_LENGTHS:
            message = f"The summary should have {SUMMARY_LENGTHS.start} to {SUMMARY_LENGTHS.stop - 1} characters; it has {length}."
            yield entry.document.problem("summary-length", message, "Say in one or two sentences what the reader will learn.", "summary").as_warning()
