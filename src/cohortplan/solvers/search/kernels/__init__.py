"""Compiled loops: one change of cost per primitive, and the moves made of them."""
