"""The overview of a programme, an alliance or a force: what its work comes to, each number with the list behind it."""
