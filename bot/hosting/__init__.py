"""What whoever hosts the bot needs: a port, its health, its metrics, and many workspaces."""
