"""The text of a section as it is typed, and the blocks it becomes."""

from governance.papers.document import Bullets, Column, Paragraph, Recommendations, Run, Subheading, Table
from governance.papers.markup import blocks_of, keys_in, lines_of, resolved, runs_of, shown, stored

WORDS = {"SAV-7.words": "over £200k", "MIL-1.actual": "1 December 2015"}


def test_paragraphs_are_numbered_and_those_that_go_on_are_not():
    blocks = blocks_of("First.\n\n> “Quoted.”\n\n+ Goes on.\n\n## Within\n\nSecond\nline.", WORDS, number="4")
    assert blocks == (
        Paragraph((Run("First."),), "4.1"),
        Paragraph((Run("“Quoted.”", is_quote=True),)),
        Paragraph((Run("Goes on."),)),
        Subheading("Within"),
        Paragraph((Run("Second line."),), "4.2"),
    )
    assert blocks_of("First.", WORDS) == (Paragraph((Run("First."),)),)


def test_what_is_asked_for_is_a_block_of_its_own():
    assert blocks_of("Note it.\n\nTell the Panel.", {}, number="2", asks=True) == (
        Recommendations((Paragraph((Run("Note it."),), "2.1"), Paragraph((Run("Tell the Panel."),), "2.2"))),
    )
    assert blocks_of("", {}, number="2", asks=True) == ()
    assert blocks_of("Note it.\n\n- a", {}, number="2", asks=True)[1] == Bullets(((Run("a"),),))


def test_lists_go_on_over_lines_and_may_be_quoted():
    assert blocks_of("- Dogs\n- Roads\nand rail", {}) == (Bullets(((Run("Dogs"),), (Run("Roads and rail"),))),)
    assert blocks_of("> - Dogs\n> - Roads", {}) == (
        Bullets(((Run("Dogs", is_quote=True),), (Run("Roads", is_quote=True),)), True),
    )


def test_tables_have_their_caption_and_as_many_cells_as_columns():
    text = "Table: Savings\n| What | £= |\n| Goal | [[SAV-7.words]] |\n| Short |\n| Long | 1 | 2 |"
    assert blocks_of(text, WORDS, heading="Money") == (
        Table(
            "Savings",
            (Column("What"), Column("£", True)),
            (
                ((Run("Goal"),), (Run("over £200k", figure="SAV-7.words"),)),
                ((Run("Short"),), ()),
                ((Run("Long"),), (Run("1 2"),)),
            ),
        ),
    )
    assert blocks_of("| A |\n| 1 |", {}, heading="Money")[0] == Table("Money", (Column("A"),), (((Run("1"),),),))
    assert blocks_of("Table: alone", {}) == (Paragraph((Run("Table: alone"),)),)


def test_runs_are_figures_strong_words_and_addresses():
    text = "**Vetting:** saved [[SAV-7.words]], see www.example.org/a. Ask a@example.org or https://example.org"
    assert runs_of(text, WORDS) == (
        Run("Vetting:", is_strong=True),
        Run(" saved "),
        Run("over £200k", figure="SAV-7.words"),
        Run(", see "),
        Run("www.example.org/a", url="http://www.example.org/a"),
        Run(". Ask "),
        Run("a@example.org", url="mailto:a@example.org"),
        Run(" or "),
        Run("https://example.org", url="https://example.org"),
    )


def test_tokens_are_shown_with_their_words_and_kept_without():
    kept = "Saved [[SAV-7.words]] since [[MIL-1.actual]]; [[SAV-7.words]]"
    typed = "Saved [[SAV-7.words: over £200k]] since [[MIL-1.actual: 1 December 2015]]; [[SAV-7.words: over £200k]]"
    assert shown(kept, WORDS) == typed
    assert stored(f"  {typed}  \r\n") == kept
    assert keys_in(kept) == ["SAV-7.words", "MIL-1.actual"]
    assert resolved(kept, WORDS) == "Saved over £200k since 1 December 2015; over £200k"


def test_lines_before_and_after_the_sections_have_labels():
    assert list(lines_of("To: The Board\n\nWithout a label\nDate: [[MIL-1.actual]]", WORDS)) == [
        ("To", "The Board"),
        ("", "Without a label"),
        ("Date", "1 December 2015"),
    ]
