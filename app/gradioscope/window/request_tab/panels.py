"""The panels of a response, in their order."""

PANELS = ("Result", "Events", "Snippet", "Exchange")
