"""Named sets of variables in a collection's folders, the secret ones by their name alone."""
