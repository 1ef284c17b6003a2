"""Environments: the choice in the tab bar, and the page where they are changed."""
