"""Open data: the published edition as tables for machines, files of each, feeds, calendars and a read-only API.

`tables/` declares and fills each table when an edition is composed; all else follows from the edition alone.
"""
