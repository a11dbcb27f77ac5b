"""Proofs: long tests of what must hold whatever happens, run by `make proofs`."""
