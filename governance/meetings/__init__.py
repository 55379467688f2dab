"""Meetings of boards: series, agendas and packs, outcomes, minutes, calendars, the forward plan."""
