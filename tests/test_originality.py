"""The program that shows what our article shares with a draft finds what is copied, however it is dressed, and nothing else."""

from tests.originality import find_shared, main


def test_a_sentence_is_found_in_other_dress():
    """Case, signs, emphasis, links and citations do not hide it; a list item is a sentence, too."""
    own = "One fact. **Rest** at [home](/home/), with an adult near you.[@han2016] Another fact.\n\n- feeling sick to your stomach\n"
    other = "Well: “Rest at home — with an adult near you!” That is all.\n\nFeeling sick to your stomach.\n"

    assert find_shared(own, other)[0] == ["feeling sick to your stomach", "rest at home with an adult near you"]


def test_a_run_of_eight_words_is_found_within_sentences():
    """Also across two sentences; seven words are let be, and so are headings and paragraphs that only follow each other."""
    run = "one two three four. Five six seven eight"

    assert find_shared(f"Now {run} here.", f"There {run.replace('.', ',')} too.")[1] == ["one two three four five six seven eight"]
    assert find_shared("Now one two three four five six seven here.", "There one two three four five six seven too.") == ([], [])
    assert find_shared("## Key benefits of this therapy for mental health now\n\nMine.", "## Key benefits of this therapy for mental health now\n\nYours.") == ([], [])
    assert find_shared("A b c d.\n\nE f g h.", "A b c d e f g h.")[1] == []


def test_what_is_copied_from_the_article_is_told(tmp_path, capsys):
    """Against the article itself: a draft with one of its sentences, then one with none."""
    draft = tmp_path / "draft.txt"
    draft.write_text("We did not write this. Feeling cut off from your body, or from what is around you.\n", "utf-8")
    assert main(draft) == 1
    assert "- feeling cut off from your body or from what is around you\n" in capsys.readouterr().out
    draft.write_text("We did not write this, and it says something else altogether.\n", "utf-8")
    assert main(draft) == 0
