"""What is wrong with the data of a YAML file, as sentences of the interface: which key, and what should stand there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from dq.errors import CatalogError

# What pydantic calls a mistake, by the beginning of its name: the key of the sentence.
_SENTENCES: Mapping[str, str] = {
    "missing": "catalog.key_missing",
    "model_type": "catalog.no_mapping",
    "dict_type": "catalog.no_mapping",
    "list_type": "catalog.no_list",
    "date_": "catalog.no_date",
    "string_type": "catalog.no_text",
    "string_too_short": "catalog.text_too_short",
    "string_too_long": "catalog.text_too_long",
    "too_short": "catalog.list_too_short",
    "int_": "catalog.no_integer",
    "float_": "catalog.no_number",
    "bool_": "catalog.no_truth",
    "greater_than": "catalog.too_small",
    "less_than": "catalog.too_large",
    "literal_error": "catalog.no_choice",
    "enum": "catalog.no_choice",
}
_BOUNDS = ("min_length", "max_length", "ge", "gt", "le", "lt")


def wrong(
    error: ValidationError, model: type[BaseModel], where: str, name: str, location: Sequence[str | int]
) -> CatalogError:
    """Return the error that says what the first mistake is.

    Args:
        error: What pydantic found; its own words are English, and are said only where we have none.
        model: What was expected.
        where: The file and line of `location`.
        name: The key that stands at `location`.
        location: Where the mistake is, within the model.
    """
    found = first(error)
    kind, context = found["type"], found.get("ctx", {})
    if kind == "extra_forbidden":
        return unknown_key(where, str(location[-1]), _known_keys(model, location[:-1]))
    key = next((key for beginning, key in _SENTENCES.items() if kind.startswith(beginning)), None)
    if kind == "missing":
        name = str(location[-1])
    if key is None:
        return CatalogError("catalog.wrong_value", where=where, name=name, problem=found["msg"])
    if not name:
        return CatalogError("catalog.no_mapping_in_file", where=where)
    bound = next((context[each] for each in _BOUNDS if each in context), "")
    known = str(context.get("expected", "")).replace(" or ", ", ")
    return CatalogError(key, where=where, name=name, bound=bound, known=known)


def first(error: ValidationError) -> Mapping[str, Any]:
    """Return the mistake to tell: a misspelled key is unknown and missing at once, and the right word helps more."""
    found = error.errors(include_url=False, include_input=False)
    return next((each for each in found if each["type"] == "extra_forbidden"), found[0])


def unknown_key(where: str, name: str, known: Iterable[str]) -> CatalogError:
    """Return the error that says that nobody knows the key `name`, with the closest of those that are known."""
    near = get_close_matches(name, list(known), n=1)
    if near:
        return CatalogError("catalog.unknown_key_near", where=where, name=name, near=near[0])
    return CatalogError("catalog.unknown_key", where=where, name=name)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return what follows a problem with `name`: the closest of the `known` names, or nothing."""
    near = get_close_matches(name, list(known), n=1)
    return f"; did you mean '{near[0]}'?" if near else ""


def _known_keys(model: type[BaseModel], location: Sequence[str | int]) -> list[str]:
    """Return the keys that the model at `location` below `model` knows."""
    for step in location:
        fields = {field.alias or name: field for name, field in model.model_fields.items()}
        if step in fields:
            model = next(_models(fields[str(step)].annotation), model)
    return [field.alias or name for name, field in model.model_fields.items()]


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)
