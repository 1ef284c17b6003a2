"""Requests' files as text: those with an error, and those that somebody wants to see as they are."""
