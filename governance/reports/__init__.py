"""What the pages of this app say, across all apps, read in a fixed number of queries."""
