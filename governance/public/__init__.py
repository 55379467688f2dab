"""The public site: reads published editions through the `public` connection and nothing else.

No session, cookie, user, message or token is touched; one query a page; GET and HEAD only.
"""
