"""How fast Gradioscope is, always beside a peer or the bare floor, in one run, as a ratio."""
