"""What can stand in the way of an edition; each sentence is read by the person who tried."""

from collections.abc import Sequence
from typing import Any


class PublicationError(Exception):
    """Base of everything that keeps an edition from being composed, approved or published."""


class NoteMissing(PublicationError):
    def __init__(self, what: str) -> None:
        super().__init__(f"Say in a sentence what the {what} is: the public reads it beside the edition.")


class NothingChanged(PublicationError):
    def __init__(self, current: object) -> None:
        super().__init__(f"Nothing that may be public has changed since {current}; there is no edition to compose.")


class NothingPublished(PublicationError):
    def __init__(self) -> None:
        super().__init__("No edition has been published yet, so there is nothing to correct or withdraw.")


class EditionClosed(PublicationError):
    """The edition is published, abandoned or approved already, so the step is not open to it."""

    def __init__(self, edition: object, state: str) -> None:
        super().__init__(f"{edition} is {state} already.")


class AuthorCannotApprove(PublicationError):
    def __init__(self, edition: object) -> None:
        super().__init__(f"You composed {edition}. Somebody else on the programme team must approve it.")


class NotTheEditionSeen(PublicationError):
    def __init__(self, edition: object) -> None:
        super().__init__(
            f"The fingerprint given is not that of {edition}. Open its preview again and approve what you see there."
        )


class NotApproved(PublicationError):
    def __init__(self, edition: object) -> None:
        super().__init__(f"{edition} has not been approved yet. Somebody who did not compose it must approve it first.")


class NotTheSuccessor(PublicationError):
    def __init__(self, edition: object, current: object) -> None:
        super().__init__(
            f"{edition} does not follow {current or 'the empty site'}, which is public now. Abandon it and compose a new one."
        )


class EditionOutOfDate(PublicationError):
    """The register no longer says what was approved; `items` names each page that differs, in words."""

    def __init__(self, edition: object, items: Sequence[str]) -> None:
        self.items = tuple(items)
        more = f"; and {len(self.items) - 5} more" if len(self.items) > 5 else ""
        super().__init__(
            f"{edition} was not published, because the register has changed since it was composed: "
            f"{'; '.join(self.items[:5])}{more}. Compose a new edition."
        )


class EditionDamaged(PublicationError):
    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(f"The stored edition does not agree with its fingerprint: {' '.join(problems)}")


class NoSuchPage(PublicationError):
    def __init__(self, path: str) -> None:
        super().__init__(f"There is no page “{path}” in the edition that is public now.")


class CannotWithdraw(PublicationError):
    def __init__(self, path: str) -> None:
        super().__init__(
            f"The page “{path}” is a list or the front page, or of a form that only an earlier release knew, "
            "and cannot be withdrawn by itself; "
            "withdraw the page of the record it names, or mark that record internal and compose an edition."
        )


class NotWithdrawn(PublicationError):
    def __init__(self, path: str) -> None:
        super().__init__(f"The page “{path}” is not withdrawn.")


class WithheldElsewhere(PublicationError):
    """Words that are withheld stand in a page all the same; `found` names each part with the page’s address."""

    def __init__(self, found: Sequence[tuple[Any, str]]) -> None:
        self.found = tuple(found)
        where = "; ".join(f"“{held.part or 'the whole'}” of {held.code} stands on {path}" for held, path in found[:5])
        more = f"; and {len(found) - 5} more" if len(found) > 5 else ""
        super().__init__(
            f"Words that are withheld would be told elsewhere: {where}{more}. Withhold them there too, or change the words."
        )


class WithdrawnInPaper(WithheldElsewhere):
    """A paper tells what a withdrawn page told; `found` names each withdrawn record with the address of the paper."""

    def __init__(self, found: Sequence[tuple[str, str]]) -> None:
        self.found = tuple(found)
        where = "; ".join(f"{code} is told in {path}" for code, path in found)
        PublicationError.__init__(
            self,
            f"A page that is withdrawn would be told in a paper: {where}. "
            "Withdraw the paper first, or approve a new version of it without those words.",
        )


class TimeNotAhead(PublicationError):
    def __init__(self, when: str) -> None:
        super().__init__(f"Time: {when} is past. Give a time that is still to come, or publish now.")


class TimeNotOnce(PublicationError):
    """A time that the clocks in London do not show, or show twice, on a day when they are changed."""

    def __init__(self, *, exists: bool) -> None:
        super().__init__(
            "Time: the clocks in London show this time twice that night, as they go back. Choose one before 01:00 or from "
            "02:00."
            if exists
            else "Time: the clocks in London leave this time out that night, as they go forward. Choose one before 01:00 or "
            "from 02:00."
        )


class AnotherWaits(PublicationError):
    def __init__(self, edition: object, when: str) -> None:
        super().__init__(f"{edition} waits already, to be published on {when}. Cancel its time first.")


class NoTimeSet(PublicationError):
    def __init__(self, edition: object) -> None:
        super().__init__(f"No time is set for {edition}.")


class SensitiveBelow(PublicationError):
    """Something marked sensitive lies under pages that would be public; `items` names each with where it lies."""

    def __init__(self, items: Sequence[Any]) -> None:
        self.items = tuple(items)
        named = "; ".join(item.sentence for item in self.items[:5])
        more = f"; and {len(self.items) - 5} more" if len(self.items) > 5 else ""
        super().__init__(
            f"Something marked sensitive lies under what would be public: {named}{more}. Mark it otherwise, take it off the "
            "record, or say with ground and review date that the whole of it is withheld; words that name it must be changed."
        )
