"""Taking along and erasing what belongs to somebody, in the playground."""
