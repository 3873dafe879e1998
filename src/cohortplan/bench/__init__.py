"""The laboratory: instances with knobs, contestants, runs that survive, statistics, and a register of what is known.

``case`` is what a suite asks, ``source`` opens it on any machine, ``unit`` is one solve of it, ``record`` what came of
that; ``runner`` goes through the units of a ``suite``. ``generate`` makes instances, ``analysis`` reads records.
"""
