"""Saved requests run one after the other, or one of them over the rows of a table.

No Qt, nothing printed: what happens is told to whoever listens. The way to the apps, and who may see what there, are
those of the program around it; see `way`.
"""
