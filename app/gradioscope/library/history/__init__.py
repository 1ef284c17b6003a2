"""Every run, in SQLite, with what came of it."""
