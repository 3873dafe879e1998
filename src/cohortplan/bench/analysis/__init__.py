"""What records say: one tidy table of all runs, and small tables that are made of it, a file for each kind.

``folder`` reads a run folder, ``tables`` makes the tidy tables, ``view`` picks what can be compared. Of a view,
``gaps``, ``anytime``, ``targets``, ``profiles``, ``integral``, ``scaling`` and ``duels`` are tables; ``effects`` and
``significance`` are the statistics that they use, on plain numbers. pandas, pyarrow and scipy are asked for here only.
"""
