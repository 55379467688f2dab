"""Reads the truth tables written by hand: (role, event, state) -> what comes of it."""

from pathlib import Path


def read(name: str) -> dict[tuple[str, str, str], str]:
    """Every triple of a table in this folder; a line in the wrong place, or a triple twice, is an error."""
    found: dict[tuple[str, str, str], str] = {}
    roles: list[str] = []
    states: list[str] = []
    for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("roles:"):
            roles, states = line.removeprefix("roles:").split(), []
        elif not states:
            states = line.split()
        else:
            event, *cells = line.split()
            for role in roles:
                for state, cell in zip(states, cells, strict=True):
                    assert (role, event, state) not in found
                    found[role, event, state] = cell
    return found
