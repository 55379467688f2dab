"""Words as they stand within a sentence."""


def lower_first(words: str) -> str:
    """A label within a sentence, its names left as they are: “On a Summit agenda” becomes “on a Summit agenda”."""
    return f"{words[:1].lower()}{words[1:]}"
