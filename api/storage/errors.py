"""Errors of the storage: not there, changed by someone else, or not to be written to just now."""


class Missing(LookupError):
    """Nothing of that id is stored."""


class Unfit(ValueError):
    """What was to be stored, or where, is nothing that can be."""


class Conflict(ValueError):
    """What was to be written no longer fits what is stored."""


class Stale(Conflict):
    """What was to be changed has been changed since it was read."""


class StorageError(OSError):
    """The database cannot be reached, read or written to; what was answered before stays."""
