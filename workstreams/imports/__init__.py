"""Milestones, lines of the benefit ledger and returns from a file: checked whole, shown cell by cell, confirmed once."""
