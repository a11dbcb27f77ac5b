"""What the bot does, lived through in the playground."""
