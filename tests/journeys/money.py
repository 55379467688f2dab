"""Money for the journeys to look at: what the sources have none of, made up and internal."""

from decimal import Decimal
from typing import Any


def make_money(editor: Any) -> list[str]:
    """A benefit with lines of two forces in two years, one delivered; the pages that show it."""
    from programmes.models import Force
    from tests.factories.programmes import make_measured_quantity
    from tests.factories.workstreams import make_benefit, make_benefit_line
    from workstreams.benefits import record_delivered
    from workstreams.models import Workstream

    forces = [Force.objects.get(reference=code) for code in ("FOR-1", "FOR-7")]
    benefit = make_benefit(
        title="Fewer buildings", kind="cashable", workstream=Workstream.objects.get(reference="WS-28"),
        stated_fbc="400.00", marking="internal",
    )  # fmt: skip
    for force in forces:
        for year in ("2016/17", "2017/18"):
            make_benefit_line(
                benefit=benefit, force=force, financial_year=year, predicted_fbc="99.50", marking="internal"
            )
    entered = make_benefit_line(benefit=benefit, force=forces[0], financial_year="2018/19", delivered="12.00")
    record_delivered(benefit=benefit, force=forces[0], financial_year="2016/17", delivered=Decimal("80.00"), by=editor)
    make_measured_quantity(force=forces[0], marking="internal")
    page = f"/register/benefits/{benefit.reference}/"
    question = "&".join(f"force=FOR-{n}" for n in range(1, 8))
    asked = f"/register/cost-shares/calculator/?cost=1350000&basis=nre&{question}"
    return [
        page, f"{page}deliver", f"/register/benefit-lines/{entered.reference}/validate", asked,
        f"{asked}&figures=example&leaving=FOR-7&grant=660000&order=last", f"{asked}&cost=much",
        f"/register/cost-shares/calculator/?cost=9&basis=equal&{question}", "/register/cost-shares/CSS-1/",
        "/register/benefits/totals/?figure=predicted_fbc", "/register/net-position/?year=2016/17",
        "/register/net-position/FOR-1/?year=2016/17",
    ]  # fmt: skip
