"""The history's page: runs found, looked at, compared."""
