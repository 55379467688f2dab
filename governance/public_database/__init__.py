"""The fence round the public pages: what the `public` connection may read."""

#: The tables of published editions. PostgreSQL's role is granted SELECT on these; SQLite's authorizer allows these.
PUBLIC_TABLES = (
    "governance_edition",
    "governance_editionpage",
    "governance_editionevent",
    "governance_editionfile",
    "governance_publication",
)
