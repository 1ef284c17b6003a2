"""YAML as far as JSON goes: read with its places in the text, written, and changed in place."""
