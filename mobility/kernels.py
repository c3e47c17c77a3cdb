"""Kernels: how they are compiled, so that the first start, which compiles all, is short."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np

Kernel = TypeVar("Kernel", bound=Callable[..., Any])

KERNEL: dict[str, Any] = {"cache": True, "nogil": True, "no_cfunc_wrapper": True}  # none is for C
PART = KERNEL | {"no_cpython_wrapper": True}
WOVEN = PART | {"forceinline": True}

# A 0 in the code is a type of its own: a part called with it would be compiled for it as well.
ZERO = cast("int", np.int64(0))


def kernel(function: Kernel) -> Kernel:
    """Compile what the interpreter calls."""
    compiled: Kernel = numba.njit(**KERNEL)(function)
    return compiled


def part(function: Kernel) -> Kernel:
    """Compile what kernels alone call: the interpreter has no door to it."""
    compiled: Kernel = numba.njit(**PART)(function)
    return compiled


def woven(function: Kernel) -> Kernel:
    """Compile a part that becomes lines of who calls it, at the bottom of the hottest loops.

    Quicker to compile than numba's own ``inline``, which writes the part out for each call.
    """
    compiled: Kernel = numba.njit(**WOVEN)(function)
    return compiled


def summed(function: Kernel) -> Kernel:
    """Compile a part that adds fractions several at once, in whatever order that makes."""
    compiled: Kernel = numba.njit(**PART, fastmath={"reassoc", "nsz"})(function)
    return compiled
