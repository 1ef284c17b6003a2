"""The collections that are open in the window: how they are on disk, what is done to them, and what is shown of it."""
