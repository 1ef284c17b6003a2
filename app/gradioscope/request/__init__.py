"""A filled-in call: typed fields, their values, and the payload made of them. No Qt, no I/O."""
