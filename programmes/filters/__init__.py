"""Filters of the lists: a GET form, chips that take one filter away, sentences for what is not understood."""
