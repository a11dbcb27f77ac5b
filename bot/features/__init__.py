"""The things the bot does, one folder each; siblings never import each other."""
