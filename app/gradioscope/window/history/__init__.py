"""The history's page, and the window's way to what is kept."""
