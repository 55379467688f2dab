"""Makers of test objects: `make_x(**fields)` gives the smallest valid, saved object, with no surprises."""
