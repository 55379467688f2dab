"""`python -m bench`: how fast the main pages are on many synthetic cases, on both databases, beside two yardsticks."""
