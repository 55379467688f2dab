"""The one way a view says who may see it, and the frame around every page of the register."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

from programmes.access import Capability, NotAllowed, may
from programmes.addresses import BadAddress, PlainAddress, bad_address
from programmes.navigation import Link, frame
from programmes.reading import Reader


class AccessMixin:
    """A view names its capability, or several of which one is enough; without any of them it answers 403.

    LoginRequiredMiddleware has asked strangers to sign in before. A bad address answers 400 in the register's frame.
    """

    capability: ClassVar[Capability | tuple[Capability, ...]]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        wanted = self.capability if isinstance(self.capability, tuple) else (self.capability,)
        if not any(may(request.user, capability) for capability in wanted):
            raise NotAllowed(wanted[0])
        try:
            self.reader = Reader.of(request, knows_as_at=self.knows_as_at)
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        except PlainAddress as plain:
            return HttpResponseRedirect(plain.url)
        except BadAddress as error:
            return bad_address(request, error)

    #: Whether the page can show what was true on a day.
    knows_as_at = False
    reader: Reader


class PageMixin(AccessMixin):
    """A page in the register's frame: menu, trail, day."""

    title = ""

    def crumbs(self) -> list[Link]:
        """The trail to this page, the page itself last."""
        return [Link("Register", "/register/"), Link(self.title)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        context.update(frame(self.request, self.crumbs()))  # type: ignore[attr-defined]
        context.update(self.reader.day.context())
        context.update(reader=self.reader, page_title=self.title)
        return context
