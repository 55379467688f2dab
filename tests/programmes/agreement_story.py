"""An agreement of both corporations of two forces, to be put into any state, and what a test asks of it."""

import pytest

from programmes.agreements import AgreementNotAllowed
from programmes.models import Agreement, Body, Force
from tests.factories.programmes import make_agreement, make_agreement_event, make_body, make_force, make_party


def lawful(**fields):
    """A Section 22A agreement of both corporations of Kent and of Essex, in writing; each test's own forces."""
    fields = {"has_force_provision": True, "document_url": "https://example.org/agreement.pdf"} | fields
    agreement = make_agreement(title="Procurement agreement", **fields)
    for name in ("Kent", "Essex"):
        force = Force.objects.filter(name=name).first() or make_force(name=name)
        for kind, office in (("chief_constable", f"{name} CC"), ("pcc", f"{name} PCC")):
            body = Body.objects.filter(name=office).first() or make_body(force=force, kind=kind, name=office)
            make_party(agreement=agreement, body=body)
    return agreement


def bodies(agreement):
    return {party.body.name: party.body for party in agreement.parties.all()}


def state_of(agreement, as_at=None):
    return Agreement.objects.with_state(as_at).get(pk=agreement.pk).state


def at(state):
    """A lawful agreement put straight into a state ("" for none)."""
    agreement = lawful()
    if state:
        make_agreement_event(agreement=agreement, kind="signed", sets_state=state, on="2016")
    return agreement


def refusal(call, **given):
    with pytest.raises(AgreementNotAllowed) as refused:
        call(**given)
    return str(refused.value), refused.value.fields
