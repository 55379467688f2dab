"""E-mail alerts: readers who never sign in are told of each published edition, by alliance, force, office or board.

`asking.py` holds the doors (ask, confirm, stop), `topics.py` what can be asked for and what a change is about,
`sending.py` sends. What is told comes from published editions alone, through the `public` connection.
"""
