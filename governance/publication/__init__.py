"""Telling: editions composed from the register, approved by somebody else, published, corrected, withdrawn.

`pages.py` is the allow-list, `composing/` fills it, `doors.py` are the only ways to change what the public reads.
"""

from governance.publication.chain import verify
from governance.publication.doors import (
    abandon,
    approve,
    compose,
    correct,
    publish,
    publish_first_edition,
    restore,
    withdraw,
)
from governance.publication.errors import PublicationError

__all__ = [
    "PublicationError",
    "abandon",
    "approve",
    "compose",
    "correct",
    "publish",
    "publish_first_edition",
    "restore",
    "verify",
    "withdraw",
]
