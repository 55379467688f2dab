"""Tables of the workstreams app."""
