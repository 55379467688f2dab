"""A report drafted from the record as at its day: the text of each section, and what it was drafted from.

What is said here is in the words of records that the offices may read; sensitive ones and internal notes stay out. Nothing
is written: `doors.draft` keeps what this gives.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from governance.models import Report
from governance.papers import feeds
from governance.papers.documents import CLOSING, FRONT
from governance.papers.earlier import EarlierDocument, EarlierParagraph, Passage, earlier_document
from governance.papers.figures import BINDABLE, value
from governance.papers.markup import TOKEN, keys_in
from governance.papers.subject import Subject
from governance.papers.tables import TABLES
from governance.papers.templates import TEMPLATES, SectionTemplate, Template
from governance.publication.canonical import fingerprint
from programmes.history import fold
from programmes.models import Funding, Source
from workstreams.models import StatusUpdate

_ENDS = (".", ":", ";", "!", "?", ".”", "?”", "!”")
_PHASE = re.compile(r"^(.*?)\s+Phase\s+\d+$", re.IGNORECASE)


@dataclass
class SectionDraft:
    """The text of one section, and the words of records it was drafted from, by “record.field”."""

    code: str
    number: str
    heading: str
    paragraphs: list[str] = field(default_factory=list)
    origins: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)


@dataclass(frozen=True)
class Draft:
    """A drafted report: its sections with the blocks before and after them, and its figures’ words by key."""

    sections: tuple[SectionDraft, ...]
    figures: dict[str, str]


def finger(words: str) -> str:
    """What a section keeps of the words it was drafted from, to see later whether they changed."""
    return fingerprint(words)[:16]


def compose(report: Report) -> Draft:
    """A report’s sections, drafted from the record as at its day."""
    return _Composer(report).draft()


def sentence(words: str) -> str:
    """Words with a capital first letter."""
    return words[:1].upper() + words[1:]


class _Composer:
    def __init__(self, report: Report) -> None:
        self.template: Template = TEMPLATES[report.kind]
        self.subject = Subject(report)
        self.earlier: EarlierDocument | None = earlier_document(self.template, self.subject.day)
        self.carried = ""
        self.figures: dict[str, str] = {}

    def draft(self) -> Draft:
        made = [SectionDraft(FRONT, "", "", [feeds.front(self.subject, self.template, self.earlier)])]
        for position, part in enumerate(self.template.sections, 1):
            made.append(self._section(part, str(position) if self.template.is_numbered else ""))
        made.append(SectionDraft(CLOSING, "", "", [feeds.closing(self.subject, self.template, self.earlier)]))
        return Draft(tuple(made), self.figures)

    # One section ------------------------------------------------------------------------------------------------------

    def _section(self, part: SectionTemplate, number: str) -> SectionDraft:
        draft = SectionDraft(part.code, number, self.subject.fill(part.heading))
        before = self.earlier.under(part, self.template) if self.earlier else []
        told = [p for p in before if p.passages]
        if part.says and not told:
            self._add(draft, self.subject.fill(part.says))
        statuses = feeds.statuses(self.subject, part.statuses)
        self._from_earlier(draft, part, before, statuses)
        since = self.earlier.day if self.earlier and told else None
        for group in _led(feeds.said(self.subject, part, since)):
            self._add_group(draft, group)
        if not self.earlier:
            self._workstream_list(draft, part)
        for update in statuses.values():
            self._status(draft, update)
        if part.statuses and not draft.paragraphs:
            self._add(draft, self.subject.fill("No status was said after {since} and by {as_at}."))
        for table in part.tables:
            made = TABLES[table](self.subject)
            self._note_figures(made.text, made.records)
            self._add(draft, made.text)
            draft.origins |= made.origins
        return draft

    def _from_earlier(
        self,
        draft: SectionDraft,
        part: SectionTemplate,
        before: list[EarlierParagraph],
        statuses: dict[int, StatusUpdate],
    ) -> None:
        """What the earlier document says under the section’s headings; a status there gives its place to the newest one."""
        heading, bullets = "", False
        own = fold(part.headings[0]) if part.headings else ""
        waiting = {pk: update for pk, update in statuses.items() if not self._is_carried(update.public_text)}
        for paragraph in before:
            slots = [p.record.workstream_id for p in paragraph.passages if isinstance(p.record, StatusUpdate)]
            if part.statuses and slots:
                update = waiting.pop(slots[0], None)
                if update is not None:
                    self._lead(draft, part)
                    self._status(draft, update, paragraph.cited if self._is_in(update, paragraph) else ())
                    statuses.pop(slots[0])
                bullets = False
                continue
            if not paragraph.passages:
                continue
            if fold(paragraph.heading) != own and paragraph.heading != heading and len(part.headings) > 1:
                heading = paragraph.heading
                draft.paragraphs.append(f"## {heading}")
            text = self._words(draft, paragraph)
            if paragraph.is_bullet and not bullets and draft.paragraphs and not draft.paragraphs[-1].endswith(":"):
                self._lead(draft, part)
            if paragraph.is_bullet and bullets:
                self._add_item(draft, text)
            else:
                self._add(draft, self._marked(paragraph, text))
            bullets = paragraph.is_bullet

    def _lead(self, draft: SectionDraft, part: SectionTemplate) -> None:
        """The words that lead over to the statuses or the list, once."""
        if part.lead and draft.paragraphs and part.lead not in draft.text:
            draft.paragraphs[-1] += f" {part.lead}"

    @staticmethod
    def _marked(paragraph: EarlierParagraph, text: str) -> str:
        if paragraph.is_bullet:
            return f"- {text}"
        if paragraph.is_quote:
            return f"> {text}"
        return f"+ {text}" if paragraph.goes_on else text

    @staticmethod
    def _is_in(update: StatusUpdate, paragraph: EarlierParagraph) -> bool:
        return any(p.record == update for p in paragraph.passages)

    def _words(self, draft: SectionDraft, paragraph: EarlierParagraph) -> str:
        """A paragraph in the words of its records, each of its figures bound."""
        text = ""
        for passage in paragraph.passages:
            draft.origins[passage.key] = finger(getattr(passage.record, passage.field))
            words = self._passage(passage)
            if not text:
                text = words if paragraph.is_bullet else sentence(words)
            elif passage.joined_by.strip(" .,;:"):
                text += f"{passage.joined_by}{words}"
            else:
                text = f"{text if text.endswith(_ENDS) else f'{text}.'} {sentence(words)}"
        if not text.endswith((*_ENDS, "”")) and not paragraph.is_bullet:
            text += paragraph.ends_with
        return self._bind(text, paragraph.cited)

    def _passage(self, passage: Passage) -> str:
        if isinstance(passage.record, Funding):
            return feeds.funding_words(passage.record)
        if isinstance(passage.record, Source):
            return " ".join(filter(None, (passage.record.title, passage.record.url)))
        return passage.words

    # What was said since, and statuses --------------------------------------------------------------------------------

    def _add_group(self, draft: SectionDraft, group: list[feeds.Said]) -> None:
        """A statement or figure, or a list with its lead, unless the report carries all its words already."""
        items = group[1:] or group
        if all(self._is_carried(TOKEN.sub("", words)) or self._is_carried(words) for words, _, _ in items):
            return
        for words, record, name in group:
            draft.origins[f"{record.reference}.{name}"] = finger(getattr(record, name))
            self._add_new(draft, words, record)

    def _add_new(self, draft: SectionDraft, words: str, record: Any) -> None:
        text = self._bind(words, [record])
        items = draft.paragraphs[-1] if draft.paragraphs else ""
        if items.endswith(":") or (items.split("\n")[-1].startswith("- ") and not text.endswith(_ENDS)):
            if items.endswith(":"):
                self._add(draft, f"- {text}")
            else:
                self._add_item(draft, text)
        else:
            self._add(draft, sentence(text))

    def _workstream_list(self, draft: SectionDraft, part: SectionTemplate) -> None:
        """The names of the workstreams, where no earlier document lists them and the section leads over to a list."""
        names = feeds.workstream_names(self.subject) if part.lead.endswith(":") else []
        if names:
            self._add(draft, part.lead)
            self._add(draft, "\n".join(f"- {name}" for name in names))

    def _status(self, draft: SectionDraft, update: StatusUpdate, cited: Iterable[Any] = ()) -> None:
        """One workstream’s status; phases of the same work share a number."""
        words = feeds.status_words(update)
        if self._is_carried(update.public_text):
            return
        draft.origins[f"{update.reference}.public_text"] = finger(update.public_text)
        name = sentence(update.heading or update.workstream.name)
        bound = self._bind(words, [*cited, *feeds.figures_of_work(self.subject, update.workstream_id)])
        phase = _PHASE.match(name)
        goes_on = phase is not None and f"**{phase.group(1)} Phase" in (draft.paragraphs[-1:] or [""])[0]
        self._add(draft, f"{'+ ' if goes_on else ''}**{name}:** {bound}")

    def _is_carried(self, words: str) -> bool:
        """Whether the report says these words already."""
        return bool(words) and _bare(words) in self.carried

    def _add(self, draft: SectionDraft, text: str) -> None:
        if text:
            draft.paragraphs.append(text)
            self._carry(text)

    def _add_item(self, draft: SectionDraft, text: str) -> None:
        """One more item of the list that the section ends with."""
        draft.paragraphs[-1] += f"\n- {text}"
        self._carry(text)

    def _carry(self, text: str) -> None:
        self.carried += " " + _bare(TOKEN.sub(lambda found: self.figures.get(found.group(1), ""), text))

    # Figures ----------------------------------------------------------------------------------------------------------

    def _bind(self, text: str, records: Iterable[Any]) -> str:
        """The text with each figure of these records, and each amount of the report’s own figures, as a token."""
        found: dict[str, str] = {}
        wide = [(record, "words") for record in self.subject.figures]
        for record, name in (*((r, n) for r in records for n in BINDABLE.get(type(r), ())), *wide):
            words = value(record, name)
            if re.search(r"\d", words):
                found.setdefault(words, f"{record.reference}.{name}")
        for words in sorted(found, key=len, reverse=True):
            key = found[words]
            text = _replace_once(text, words, f"[[{key}]]")
        self._note_figures(text, (*records, *self.subject.figures))
        return text

    def _note_figures(self, text: str, records: Iterable[Any]) -> None:
        """Remember the words of every figure that a text binds."""
        by_reference = {record.reference: record for record in records}
        for key in keys_in(text):
            reference, _, name = key.partition(".")
            if reference in by_reference:
                self.figures[key] = value(by_reference[reference], name)


def _led(said: list[feeds.Said]) -> list[list[feeds.Said]]:
    """What was said, one thing a group; a lead that ends with a colon stands before the items of its list."""
    groups: list[list[feeds.Said]] = []
    for one in said:
        if groups and groups[-1][0][0].endswith(":") and not one[0].endswith(_ENDS):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _bare(words: str) -> str:
    """Words without marks of layout and without what ends a sentence, for comparing."""
    return re.sub(r"[^\w£%&/]+", " ", fold(words)).strip()


def _replace_once(text: str, words: str, token: str) -> str:
    """The first place where the words stand outside a token and are no part of longer ones: not the month of a day."""
    pattern = re.compile(rf"\[\[[^\]]*\]\]|(?<![\w£.])(?<!\d ){re.escape(words)}(?!\w)")
    done = False

    def put(found: re.Match[str]) -> str:
        nonlocal done
        if done or found.group() != words:
            return found.group()
        done = True
        return token

    return pattern.sub(put, text)
