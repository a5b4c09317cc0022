"""Compiled loops: one decorator, and one shape for the arrays that go in.

A kernel compiles once per combination of argument types and the result is kept on disk. `lane` makes every input array
contiguous, aligned and read-only, so that each kernel ever sees one combination. A kernel only calls helpers of its own
module: the kept result is renewed when that file changes, not when another does.
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

NEVER = np.iinfo(np.int64).min
"""A missing instant (NaT) as seconds; also a missing date as days."""
DAY = 86400


def compiled(function: F) -> F:
    """Compile a function on its first call and keep the result on disk."""
    return cast(F, numba.njit(cache=True)(function))


def lane(values: npt.ArrayLike, dtype: npt.DTypeLike = np.int64) -> npt.NDArray[Any]:
    """A one-dimensional array as kernels take it: of that dtype, contiguous, aligned, read-only. Copies only if needed."""
    array = np.require(values, dtype=dtype, requirements=["C", "A"]).view()
    array.flags.writeable = False
    return array
