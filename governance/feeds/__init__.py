"""The public feeds (Atom) and calendars (iCalendar): pure functions of published editions.

What they are made from is composed with each edition: `/changes/` carries its news, `/calendar/` its dates, `/told/` says
of whom there is a feed.
"""
