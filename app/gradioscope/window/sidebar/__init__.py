"""The left side of the window: history and recent apps."""
