"""The panels of a response, in their order."""

PANELS = ("Result", "Events", "Snippet", "Exchange")
SHEETS = ("Form", "Settings", "Notes", "Checks")
"""The request's, likewise."""
FORM, SETTINGS, NOTES, CHECKS = range(4)
