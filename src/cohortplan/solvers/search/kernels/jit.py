"""How kernels are compiled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit

#: Signs of an atom. numpy's integers, because numba would compile every kernel anew for each literal it is given.
ENTER: Any = np.int64(1)
LEAVE: Any = np.int64(-1)

# numba's own stubs do not know the options that keep compilation short.
_njit: Any = njit

F = TypeVar("F", bound=Callable[..., Any])


def kernel(function: F) -> F:
    """Compile `function` to run without the interpreter lock. Only the entry points in `anneal` are cached on disk."""
    return cast(
        F,
        _njit(
            nogil=True,
            error_model="numpy",
            no_cpython_wrapper=True,
            no_cfunc_wrapper=True,
            _nrt=False,
            forceinline=True,
        )(function),
    )


def part(function: F) -> F:
    """Let `function` be a part of the one that calls it, compiled with that and not also by itself.

    For what is called in one place and takes nearly everything: compiling it twice would take seconds.
    """
    return cast(F, _njit(nogil=True, error_model="numpy", _nrt=False, inline="always")(function))


def entry(function: F) -> F:
    """Compile an entry point and keep the machine code, with all kernels it calls, on disk."""
    return cast(F, _njit(nogil=True, error_model="numpy", no_cfunc_wrapper=True, _nrt=False, cache=True)(function))
