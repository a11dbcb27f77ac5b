"""Career buddies, lived through with real parts."""
