"""Solvers: the protocol, and one package for each way of solving."""
