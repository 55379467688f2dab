"""The case file: what a version of a business case holds, whether it is complete, how it is copied, fixed and compared."""
