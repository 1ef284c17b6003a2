"""What a request has besides its form: headers, login, token, session, notes, and what it expects of its runs."""
