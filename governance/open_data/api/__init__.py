"""The read-only API: the tables of the open data as resources, filtered and in parts, from published editions alone."""
