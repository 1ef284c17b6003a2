"""What `dev.py` does; standard library only, because it runs before anything is installed."""
