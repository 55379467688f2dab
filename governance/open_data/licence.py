"""Under which licence the data may be used, by whom it is published, and what the licence covers."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Licence:
    """The licence in words, for pages and files."""

    name: str
    url: str
    publisher: str
    covers: str

    @property
    def attribution(self) -> str:
        """What whoever uses the data is asked to say."""
        return f"Contains information from {self.publisher}, licensed under the {self.name}."

    @property
    def text(self) -> str:
        """The whole as one text."""
        return (
            f"{self.name}\n{self.url}\n\nPublished by {self.publisher}.\n\n{self.covers}\n\nPlease say where you took "
            f"the data from:\n\n    {self.attribution}\n"
        )


def licence() -> Licence:
    """The licence as the settings give it."""
    return Licence(
        name=settings.DATA_LICENCE,
        url=settings.DATA_LICENCE_URL,
        publisher=settings.DATA_PUBLISHER,
        covers=settings.DATA_LICENCE_COVERS,
    )
