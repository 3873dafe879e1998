"""Towns that scenarios may be in."""

from __future__ import annotations

#: Latitude and longitude.
PLACES = {
    "Manchester": (53.4808, -2.2426),
    "Salford": (53.4875, -2.2901),
    "Bolton": (53.5769, -2.4282),
    "Bury": (53.5933, -2.2966),
    "Oldham": (53.5409, -2.1114),
    "Rochdale": (53.6097, -2.1561),
    "Stockport": (53.4106, -2.1575),
    "Ashton": (53.4897, -2.0952),
    "Altrincham": (53.3838, -2.3547),
    "Wigan": (53.5451, -2.6325),
}
