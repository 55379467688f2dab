"""Written papers: the Panel report, the board paper and their like, composed from the record and edited by the officer."""
