"""Compiled loops: one decorator, and one shape for the arrays that go in.

A kernel compiles once per combination of argument types and the result is kept on disk. `lane` makes every input array
contiguous, aligned and read-only, so that each kernel ever sees one combination.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt

F = TypeVar("F", bound=Callable[..., Any])
Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
Flags = npt.NDArray[np.uint8]
Bools = npt.NDArray[np.bool_]
Number = Any
"""A whole number inside a kernel, int or np.int64: the checker keeps them apart, the compiler does not."""

NEVER = np.iinfo(np.int64).min
"""A missing instant (NaT) as seconds; also a missing date as days."""
DAY = 86400


def compiled(function: F) -> F:
    """Compile a function on its first call and keep the result on disk; other threads go on while it runs.

    What is kept is renewed when the function's file changes, or a constant it reads or a compiled function it calls:
    numba itself looks at the file alone, and a constant of another module would stay what it was.
    """
    return _kept(numba.njit(cache=True, nogil=True)(function), function)


def part(function: F) -> F:
    """As `compiled`, for a part of a kernel that makes no array: it counts no references to those it is given.

    Counting them took three quarters of the time of a kernel in parts.
    """
    options: dict[str, Any] = {"cache": True, "_nrt": False}
    return _kept(numba.njit(**options)(function), function)


def _kept(made: Any, function: F) -> F:
    kept = made._cache._cache_file
    kept._source_stamp = (kept._source_stamp, _rests_on(function))
    return cast(F, made)


def _rests_on(function: Callable[..., Any]) -> tuple[tuple[str, str], ...]:
    """Constants and compiled functions that a function takes from its module, with what they are."""
    names = function.__globals__
    used = []
    for name in sorted(set(function.__code__.co_names)):
        value = names.get(name)
        if isinstance(value, int | np.integer | str | tuple):
            used.append((name, repr(value)))
        elif value is not None and hasattr(value, "py_func"):
            used.append((name, repr(value._cache._cache_file._source_stamp)))
    return tuple(used)


def lane(values: npt.ArrayLike, dtype: npt.DTypeLike = np.int64) -> npt.NDArray[Any]:
    """A one-dimensional array as kernels take it: of that dtype, contiguous, aligned, read-only.

    Copies only if needed.
    """
    array = np.require(values, dtype=dtype, requirements=["C", "A"]).view()
    array.flags.writeable = False
    return array
