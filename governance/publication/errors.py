"""What can stand in the way of an edition; each sentence is read by the person who tried."""

from collections.abc import Sequence


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
            f"The page “{path}” is a list or the front page and cannot be withdrawn by itself; "
            "withdraw the page of the record it names, or mark that record internal and compose an edition."
        )


class NotWithdrawn(PublicationError):
    def __init__(self, path: str) -> None:
        super().__init__(f"The page “{path}” is not withdrawn.")
