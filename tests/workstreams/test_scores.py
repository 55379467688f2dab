"""Scores of risks and their bands, every cell of the matrix by hand."""

from workstreams.choices import RiskBand
from workstreams.scores import Score, band_of, cells_of, counted

#: One row a likelihood, one letter an impact: L low, M moderate, H high, E extreme.
MATRIX = ("LLLMM", "LMMHH", "LMHHE", "MHHEE", "MHEEE")
LETTERS = {"L": RiskBand.LOW, "M": RiskBand.MODERATE, "H": RiskBand.HIGH, "E": RiskBand.EXTREME}


def test_every_cell_has_its_band():
    for likelihood, row in enumerate(MATRIX, start=1):
        for impact, letter in enumerate(row, start=1):
            assert Score(likelihood, impact).band == LETTERS[letter] == band_of(likelihood * impact)
            assert (likelihood, impact) in cells_of(LETTERS[letter])
    assert sum(len(cells_of(band)) for band in RiskBand.values) == 25


def test_a_score_in_words():
    assert str(Score(4, 5)) == "20 of 25, extreme (likelihood 4, impact 5)"
    assert str(Score(1, 1)) == "1 of 25, low (likelihood 1, impact 1)"
    assert str(Score(3, 3)) == "9 of 25, high (likelihood 3, impact 3)"


def test_half_a_score_is_none():
    for half in (Score(None, None), Score(3, None), Score(None, 3)):
        assert not half
        assert (str(half), half.product, half.band) == ("Not scored", None, RiskBand.NOT_SCORED)


def test_counted_by_cell():
    cells = counted([Score(4, 5), Score(4, 5), Score(1, 2), Score(None, 2), Score(2, None)])

    assert {cell: n for cell, n in cells.items() if n} == {(4, 5): 2, (1, 2): 1}
    assert len(cells) == 25
