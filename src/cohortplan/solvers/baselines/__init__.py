"""Simple solvers to compare with: what chance, a hand, greed, plain annealing, or designs alone come to.

One file each. Those that make whole decisions, one after another, count one iteration for each that is priced.
"""
