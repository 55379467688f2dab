"""The papers of an edition as PDF and as DOCX, with the hash that their page shows.

They follow from the page of the paper and the edition alone: `making` makes them ready when an edition is published.
"""
