"""Pages that run the requests of a folder, or one request over the rows of a table, as they go."""
