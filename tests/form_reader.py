"""Reads the form of a page as a browser would send it back, so that tests post what a person would."""

from html.parser import HTMLParser
from typing import Any


class _Reader(HTMLParser):
    """Collects the successful controls of every POST form of a page, each under its form's id."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, list[tuple[str, str]]] = {}
        self.form = ""
        self.select: str | None = None
        self.options: list[tuple[str, bool]] = []
        self.multiple = False
        self.textarea: str | None = None
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a: dict[str, Any] = dict(attrs)
        if tag == "form":
            self.form = a.get("id") or a.get("class") or ""
            self.forms.setdefault(self.form, [])
        if "disabled" in a:
            return
        name, form = a.get("name"), a.get("form") or self.form
        if tag == "input" and name and a.get("type") not in ("submit", "button"):
            if a.get("type") in ("checkbox", "radio"):
                if "checked" in a:
                    self.forms.setdefault(form, []).append((name, a.get("value") or "on"))
            else:
                self.forms.setdefault(form, []).append((name, a.get("value") or ""))
        elif tag == "select" and name:
            self.select, self.options, self.multiple = name, [], "multiple" in a
        elif tag == "option" and self.select:
            self.options.append((a.get("value") or "", "selected" in a))
        elif tag == "textarea" and name:
            self.textarea, self.text = name, ""

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self.select:
            chosen = [value for value, selected in self.options if selected]
            if not chosen and not self.multiple:  # a browser shows, and sends, the first
                chosen = [value for value, _ in self.options[:1]]
            self.forms.setdefault(self.form, []).extend((self.select, value) for value in chosen)
            self.select = None
        elif tag == "textarea" and self.textarea:
            self.forms.setdefault(self.form, []).append((self.textarea, self.text.removeprefix("\n")))
            self.textarea = None
        elif tag == "form":
            self.form = ""


def form_data(response: Any, form: str) -> dict[str, Any]:
    """The fields of a page's form, by the form's id or class, as data for client.post()."""
    reader = _Reader()
    reader.feed(response.content.decode())
    data: dict[str, Any] = {}
    for name, value in reader.forms[form]:
        if "__prefix__" in name or name == "csrfmiddlewaretoken":
            continue
        if name in data:
            data[name] = [*data[name], value] if isinstance(data[name], list) else [data[name], value]
        else:
            data[name] = value
    return data
