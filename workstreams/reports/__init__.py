"""What the pages of this app say, read in a fixed number of queries."""
