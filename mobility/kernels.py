"""Kernels: how they are compiled, so that the first start, which compiles all, is short."""

from collections.abc import Callable
from typing import Any, TypeVar

import numba

Kernel = TypeVar("Kernel", bound=Callable[..., Any])

KERNEL: dict[str, Any] = {"cache": True, "nogil": True, "no_cfunc_wrapper": True}  # none is for C
PART = KERNEL | {"no_cpython_wrapper": True}
WOVEN = PART | {"forceinline": True}


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
