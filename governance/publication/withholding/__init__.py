"""What is withheld: the public page says so and on which ground, and no byte of the edition holds what it was.

`names.py` says what may be withheld, `doors.py` how it begins, goes on and ends, `masking.py` what composing does with it.
"""

from governance.publication.withholding.doors import WithholdingNotAllowed, keep, lift, withhold
from governance.publication.withholding.standing import Withheld, withheld_now

__all__ = ["Withheld", "WithholdingNotAllowed", "keep", "lift", "withheld_now", "withhold"]
