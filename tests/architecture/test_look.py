"""The look holds what it promises: contrast in both schemes, one set of tokens, nothing inline, no borrowed brand."""

import re
from pathlib import Path

import pytest
from django.conf import settings

SHEET = (settings.BASE_DIR / "static/register.css").read_text()
ADMIN_SHEET = (settings.BASE_DIR / "static/admin.css").read_text()
TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))

TEXT_PAIRS = [
    *[("ink", back) for back in ("paper", "paper-sunk", "paper-deep", "mark")],
    *[("ink-quiet", back) for back in ("paper", "paper-sunk", "paper-deep")],
    *[("link", back) for back in ("paper", "paper-sunk", "paper-deep", "mark")],
    *[("link-hover", back) for back in ("paper", "paper-sunk", "paper-deep")],
    *[("link-visited", back) for back in ("paper", "paper-sunk")],
    *[("brand-ink", back) for back in ("brand", "brand-deep")],
    *[("button-ink", back) for back in ("button", "button-hover")],
    *[("paper", back) for back in ("stop", "stop-hover")],
    *[(f"{kind}-ink", f"{kind}-back") for kind in ("good", "warn", "bad", "info", "quiet", "done")],
    ("bad-ink", "paper"),
    ("brand-ink-quiet", "brand-deep"),
]
EDGE_PAIRS = [("line-strong", "paper"), ("line-strong", "paper-sunk"), ("focus", "paper"), ("focus", "paper-sunk")]


def tokens(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", css))


def dark_block(css: str) -> str:
    return css[css.index("color-scheme: dark;") : css.index("}", css.index("color-scheme: dark;"))]


LIGHT = tokens(SHEET[: SHEET.index("@media")])
SCHEMES = {"light": LIGHT, "dark": LIGHT | tokens(dark_block(SHEET))}


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_has_contrast(scheme: str) -> None:
    found = {f"{a} on {b}": round(contrast(SCHEMES[scheme][a], SCHEMES[scheme][b]), 2) for a, b in TEXT_PAIRS}
    assert {pair: ratio for pair, ratio in found.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_edges_of_fields_and_the_focus_ring_have_contrast(scheme: str) -> None:
    found = {f"{a} on {b}": round(contrast(SCHEMES[scheme][a], SCHEMES[scheme][b]), 2) for a, b in EDGE_PAIRS}
    assert {pair: ratio for pair, ratio in found.items() if ratio < 3} == {}


def test_dark_names_every_colour_and_the_admin_repeats_it() -> None:
    dark = tokens(dark_block(SHEET))
    assert set(LIGHT) == set(dark)
    assert tokens(dark_block(ADMIN_SHEET)) == dark


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_no_template_has_inline_style_or_script(path: Path) -> None:
    """Data for machines (JSON-LD) is no script: no browser runs it."""
    html = re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", path.read_text(), flags=re.S)
    script = r"<script(?![^>]*\ssrc=)(?! type=\"application/ld\+json\">)"
    assert re.findall(rf"<style|\sstyle=|\son[a-z]+=\"|{script}|javascript:|govuk-|moj-", html) == []


def test_the_style_sheets_ask_no_other_host() -> None:
    assert re.findall(r"(?:url\(|@import)[^;)]*", SHEET + ADMIN_SHEET) == []
