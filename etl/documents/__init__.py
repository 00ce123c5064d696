"""Documents in: a file or an address -> its text and what its head says of it."""
