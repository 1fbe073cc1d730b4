"""Refusals: what the product says when it will not do something.

A refusal is a sentence (the docstring of its class), a ``code`` for machines, and whether trying
again can help. A class that names a database constraint is raised when that constraint speaks.
"""

import inspect
from typing import ClassVar

_by_constraint: dict[str, type["Refusal"]] = {}


def _code_of(class_name: str) -> str:
    return "".join("_" + c.lower() if c.isupper() else c for c in class_name).lstrip("_")


class Refusal(Exception):
    """This could not be done. Nothing was changed."""

    code: ClassVar[str] = "refused"
    permanent: ClassVar[bool] = True
    constraint: ClassVar[str | None] = None

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "code" not in cls.__dict__:
            cls.code = _code_of(cls.__name__)
        name = cls.__dict__.get("constraint")
        if name:
            _by_constraint[name] = cls

    def __init__(self, sentence: str | None = None, **details: object) -> None:
        self.sentence = sentence or inspect.cleandoc(type(self).__doc__ or "").replace("\n", " ")
        self.details = details
        super().__init__(self.sentence)


class NotFound(Refusal):
    """This is not here, or it is not yours to see."""


class NotAllowed(Refusal):
    """Your role does not allow this. Ask a manager or an admin."""


class BrokenPromise(Refusal):
    """The database refused this because it would break a promise. Nothing was changed."""


def for_constraint(name: str | None) -> type[Refusal] | None:
    """The refusal that speaks for a database constraint, if one does."""
    return _by_constraint.get(name or "")
