"""What can be told of a sound, a film or a model by reading its file: no decoder, no Qt, and within limits.

Files come from apps: every length in them is checked before it is believed.
"""
