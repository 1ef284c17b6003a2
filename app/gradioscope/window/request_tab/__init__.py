"""A request tab: the address, the endpoint, the form, the run, and what comes back."""
