"""The tables of the open data, in the order in which they are listed."""

from governance.open_data.columns import Table
from governance.open_data.tables.agreements import AGREEMENTS, PARTIES
from governance.open_data.tables.cases import CASES, EVENTS
from governance.open_data.tables.deciding import BOARDS, DECISIONS, LOCAL_DECISIONS, MEETINGS
from governance.open_data.tables.money import BENEFIT_LINES, BENEFITS, CLAIMS
from governance.open_data.tables.sources import CITATIONS, SOURCES
from governance.open_data.tables.who import ALLIANCES, FORCES, MEMBERS, OFFICES, PROGRAMMES
from governance.open_data.tables.work import MATRIX, MILESTONES, WORKSTREAMS

TABLES: tuple[Table, ...] = (
    PROGRAMMES, ALLIANCES, MEMBERS, FORCES, OFFICES, WORKSTREAMS, MILESTONES, MATRIX, CASES, EVENTS, DECISIONS,
    LOCAL_DECISIONS, AGREEMENTS, PARTIES, CLAIMS, BENEFITS, BENEFIT_LINES, BOARDS, MEETINGS, SOURCES, CITATIONS,
)  # fmt: skip

BY_NAME = {table.name: table for table in TABLES}
