"""The fixed words of the public frame: menu, foot, kinds of pages, words shown as tags."""

from django.conf import settings

#: The menu: label, address, and the kinds of page it stands for.
MENU = (
    ("Programmes", "/programmes/", {"programmes", "programme"}),
    ("Workstreams", "/workstreams/", {"workstreams", "workstream"}),
    ("Business cases", "/cases/", {"cases", "case"}),
    ("Decisions", "/decisions/", {"decisions", "decision", "local-decision"}),
    ("Forward plan", "/forward-plan/", {"forward-plan"}),
    ("Agreements", "/agreements/", {"agreements", "agreement"}),
    ("Forces", "/forces/", {"forces", "force"}),
    ("Savings", "/savings/", {"savings", "ledger"}),
    ("Timeline", "/timeline/", {"timeline"}),
    ("Matrix", "/matrix/", {"matrix"}),
    ("A to Z", "/a-to-z/", {"names"}),
)

#: The foot of every page.
FOOT = (
    ("Alliances", "/alliances/"),
    ("Boards", "/boards/"),
    ("Meetings", "/meetings/"),
    ("Papers", "/papers/"),
    ("Sources", "/sources/"),
    ("What changed", "/changes/"),
    ("How to be told", "/told/"),
    ("Calendar", "/calendar/"),
    ("Open data", "/data/"),
    ("How this register is made", "/method/"),
    ("Status colours", "/status-colours/"),
    ("Glossary", "/glossary/"),
    ("Ask for information", "/freedom-of-information/"),
    ("Accessibility", "/accessibility/"),
    ("Privacy", "/privacy/"),
    ("About this site", "/about/"),
)
#: Addresses that belong to no edition.
FOOT_OUTSIDE = (("Editions", "/editions/"), ("Corrections", "/corrections/"))
#: How to be told of news, on the front page and on the page about it: words, address, what it gives.
TOLD: tuple[tuple[str, str, str], ...] = (
    (
        "Feeds and calendars",
        "/told/",
        "what changed and what is to come, of everything or of one alliance, force, office or board",
    ),
)
#: The same by e-mail, where that is switched on.
BY_MAIL = (
    "E-mail alerts",
    "one message for each edition that changes something of what you choose",
)


def ways_to_be_told() -> list[tuple[str, str, str]]:
    """How to be told of news here: by mail only where the settings name the address at which that is asked for."""
    words, gives = BY_MAIL
    return [*TOLD, *([(words, settings.ALERTS_LINK, gives)] if settings.ALERTS_LINK else [])]


#: The beginnings of addresses that belong to no edition, so that a link to them is the same in every edition.
OUTSIDE = ("/editions/", "/corrections/", "/feeds/", "/alerts/", "/api/")

#: For each kind of page that belongs to a list: what it is called above its title, and the list.
KINDS = {
    "programme": ("Programme", "Programmes", "/programmes/"),
    "alliance": ("Alliance", "Alliances", "/alliances/"),
    "force": ("Force", "Forces and offices", "/forces/"),
    "workstream": ("Workstream", "Workstreams", "/workstreams/"),
    "case": ("Business case", "Business cases", "/cases/"),
    "decision": ("Decision", "Decisions", "/decisions/"),
    "agreement": ("Agreement", "Agreements", "/agreements/"),
    "source": ("Source", "Sources", "/sources/"),
    "meeting": ("Meeting", "Meetings", "/meetings/"),
    "report": ("Paper", "Papers", "/papers/"),
    "local-decision": ("Decision of an office", "Decisions", "/decisions/"),
    "dataset": ("", "Open data", "/data/"),
}

#: Words that are shown as a tag, with its kind; the words carry the meaning.
TAGS = {
    "Live": "good",
    "Reviewed": "good",
    "Approved": "good",
    "In force": "good",
    "Implementing": "info",
    "Local decisions": "info",
    "On a Summit agenda": "info",
    "Recommended to the Summit": "info",
    "With Oversight": "info",
    "Circulated for comment": "info",
    "Drafting": "outline",
    "Not yet commissioned": "outline",
    "Deferred": "warn",
    "Rejected": "bad",
    "Stopped": "bad",
    "Split": "done",
    "Awaiting": "outline",
    "Approved with conditions": "warn",
    "Opted out": "done",
    "Being progressed": "info",
    "Being considered": "warn",
    "To be considered": "outline",
    "Initial research": "outline",
}
#: The fields whose words are shown as a tag.
TAGGED = {"state", "outcome"}
