"""The tree `Collections`: folders of requests, several open at once."""
