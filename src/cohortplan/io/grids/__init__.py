"""Any sheet – csv, tsv, text or workbook – as grids of cells, whatever program saved it and whatever is in it.

A reader of grids need not fear its input: sizes are limited before anything is unpacked, nothing is calculated, no link
is followed, and what cannot be read is an `InputError` whose defects say why, and what to do.
"""

from cohortplan.io.grids.grid import BLANK, Cell, Grid, Kind, Row, letters
from cohortplan.io.grids.limits import LIMITS, Limits
from cohortplan.io.grids.reading import read_grids

__all__ = ["BLANK", "LIMITS", "Cell", "Grid", "Kind", "Limits", "Row", "letters", "read_grids"]
