"""Calendar feeds: fetched safely, read into plain occurrences, with one interface."""
