"""The programme team’s desk for who and what: forces, offices, alliances, programmes, agreements, money, sources."""

from programmes.admin import account, agreement, alliance, body, money, programme, source

__all__ = ["account", "agreement", "alliance", "body", "money", "programme", "source"]
