"""Makers of published editions, through the doors."""

from typing import Any

from governance import publication
from governance.models import Edition
from programmes.choices import Role
from programmes.models import User
from tests.factories.programmes import make_user


def make_editor(**fields: Any) -> User:
    return make_user(Role.EDITOR, **fields)


def make_publisher(**fields: Any) -> User:
    return make_user(Role.PUBLISHER, **fields)


def publish(edition: Edition, by: User | None = None) -> Edition:
    """Approve and publish an edition as somebody who did not compose it."""
    by = by or make_publisher()
    publication.approve(edition=edition, by=by, sha256=edition.sha256)
    return publication.publish(edition=edition, by=by)


def publish_record(**options: Any) -> Edition:
    """Compose the register as it stands and publish it."""
    return publish(publication.compose(by=options.pop("by", None) or make_editor(), **options))
