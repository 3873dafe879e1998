"""Designs: rounds in which nobody shares a set with anybody twice, by construction."""
