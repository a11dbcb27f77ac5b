"""The one door in: who is asking, whether it is theirs, and whether it was heard before."""
