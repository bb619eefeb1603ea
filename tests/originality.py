"""What two texts share, word for word: `python -m tests.originality DRAFT [ARTICLE]` compares a draft that is not kept here with our article.

In: text or Markdown. Out: the sentences that stand in both, and the runs of eight words; exit code 1 where there are any. Headings are left out: the
article keeps those of the draft. Case, signs, links and citations do not count.
"""

import re
import sys
from pathlib import Path

ARTICLE = Path(__file__).parents[1] / "content" / "articles" / "ketamine-therapy.md"
RUN = 8  # words: shorter runs are common phrases, such as “in people with depression who did not respond”
LEAST = 4  # words of a sentence: “Call us today.” says nothing of its origin
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_SIGNS = re.compile(r"\[@[^\]]*\]|\]\([^)]*\)|^#+ .*$|^:::.*$", re.MULTILINE)
_ENDS = re.compile(r"(?<=[.!?:;])[\"”’)*\]]*\s+|\n\s*(?:\n|[-*|]|\d+\.)|\|")
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")


def split_sentences(text):
    """The words of each sentence, list item and cell, in small letters: a list of tuples."""
    plain = _SIGNS.sub(" ", _FRONT.sub("", text)).lower().replace("’", "'")
    return [words for part in _ENDS.split(plain) if (words := tuple(_WORD.findall(part)))]


def split_runs(text):
    """Every run of eight words within a paragraph, also across its sentences: a set of tuples."""
    words = [tuple(word for sentence in split_sentences(paragraph) for word in sentence) for paragraph in re.split(r"\n\s*\n", _FRONT.sub("", text))]
    return {part[at : at + RUN] for part in words for at in range(len(part) - RUN + 1)}


def find_shared(own, other):
    """What stands in both: sorted lists of sentences and of runs, as text."""
    sentences = {words for words in split_sentences(own) if len(words) >= LEAST} & set(split_sentences(other))
    return sorted(map(" ".join, sentences)), sorted(map(" ".join, split_runs(own) & split_runs(other)))


def main(draft, article=ARTICLE):
    """Print what is shared; return the exit code."""
    own, other = Path(article).read_text("utf-8"), Path(draft).read_text("utf-8")
    sentences, runs = find_shared(own, other)
    print(f"{len(split_sentences(own))} sentences of ours, {len(split_sentences(other))} of the draft: {len(sentences)} in both, {len(runs)} runs of {RUN} words.")
    for line in (*sentences, *runs):
        print(f"- {line}")
    return 1 if sentences or runs else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
