"""Tables, and every question that is asked of the database."""
