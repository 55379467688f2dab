"""What the record lacks: each gap a rule in words, the rows it finds, and where each row is mended."""

from governance.quality.gaps import GAPS, MONTHS, Gap, Looking

__all__ = ["GAPS", "MONTHS", "Gap", "Looking"]
