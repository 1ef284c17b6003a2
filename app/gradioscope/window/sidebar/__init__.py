"""The left side of the window: collections, history and recent apps."""
