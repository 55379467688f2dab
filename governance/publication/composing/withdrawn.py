"""Papers that tell what was withdrawn: a paper keeps the words it was approved with, so it must go before they do."""

from collections.abc import Iterator

from governance.publication.special_pages import ReportPage
from governance.publication.withholding.masking import LEAST, words_columns
from governance.publication.withholding.names import model_of
from programmes.history import Reference


def told_in_papers(withdrawn: frozenset[str], papers: list[ReportPage]) -> list[tuple[str, str]]:
    """Each withdrawn record with the address of a paper that binds a figure of it or holds its words, in their order."""
    if not withdrawn or not papers:
        return []
    rows = Reference.objects.filter(code__in=withdrawn).order_by("prefix", "number")
    texts = {row.code: tuple(_texts(row)) for row in rows}
    return [(code, paper.path) for code, words in texts.items() for paper in papers if _tells(paper, code, words)]


def _tells(paper: ReportPage, code: str, words: tuple[str, ...]) -> bool:
    """Whether a paper binds a figure of a record, or holds one of its texts, line breaks aside."""
    if any(figure.key.partition(".")[0] == code for figure in paper.figures):
        return True
    said = _squeezed(" ".join(paper.words))
    return any(text in said for text in words)


def _texts(row: Reference) -> Iterator[str]:
    """The texts of a record that are long enough for their presence elsewhere to be no chance."""
    model = model_of(row.kind)
    record = model._base_manager.get(reference=row.code)
    texts = (_squeezed(str(getattr(record, name))) for name in words_columns(model))
    return (text for text in texts if len(text) >= LEAST)


def _squeezed(text: str) -> str:
    return " ".join(text.split())
