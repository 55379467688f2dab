"""Agreements (domain 2, 3.5): the one door for what happens to them, what the law asks of them, who is party when."""

from programmes.agreements.chain import Link, chain_of
from programmes.agreements.checklist import TOPICS, start_checklist
from programmes.agreements.door import TRANSITIONS, correct, record
from programmes.agreements.law import Finding, Standing, check_lawful, findings
from programmes.agreements.parties import (
    AgreementNotAllowed,
    PartyOnDay,
    SignatureSheet,
    Signing,
    all_parties,
    ends_on,
    happened,
    has_exit_clause,
    in_force_in,
    in_force_on,
    missing_of_pairs,
    parties_on,
    signature_sheet,
    state_now,
    state_words,
    whole,
)
from programmes.agreements.steps import Details

__all__ = [
    "TOPICS",
    "TRANSITIONS",
    "AgreementNotAllowed",
    "Details",
    "Finding",
    "Link",
    "PartyOnDay",
    "SignatureSheet",
    "Signing",
    "Standing",
    "all_parties",
    "chain_of",
    "check_lawful",
    "correct",
    "ends_on",
    "findings",
    "happened",
    "has_exit_clause",
    "in_force_in",
    "in_force_on",
    "missing_of_pairs",
    "parties_on",
    "record",
    "signature_sheet",
    "start_checklist",
    "state_now",
    "state_words",
    "whole",
]
