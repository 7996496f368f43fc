"""YAML files to plain data that remembers its lines; pydantic models judge it, and every error names file:line.

The scalars are those of YAML 1.2: `no`, `off`, `012` and `1:30` stay text, so that a code keeps its zeros. Tags,
anchors and aliases are refused: a catalog has no use for them, and aliases can blow up memory. So is what is nested
deeper than any catalog: the parser would overrun its stack.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from dq.catalog.problems import first, wrong
from dq.errors import CatalogError
from dq.model import SourceRef

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")  # longer digits are a code, and fit no column of integers
_FLOAT = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+([eE][-+]?[0-9]+)?")
_WORDS: Mapping[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}
_KINDS = ("null", "bool", "int", "float", "str", "seq", "map", "timestamp", "value")
_TAGS = frozenset(f"tag:yaml.org,2002:{kind}" for kind in _KINDS)
_DEEPEST = 50  # levels of nesting
_TOO_DEEP = f"nested deeper than {_DEEPEST} levels"
_LARGEST = 20_000_000  # bytes
_IN_FILE: Mapping[type, str] = {dict: "catalog.no_mapping_in_file", list: "catalog.no_list_in_file"}
_AT_KEY: Mapping[type, str] = {dict: "catalog.no_mapping", list: "catalog.no_list"}

Model = TypeVar("Model", bound=BaseModel)
Section = TypeVar("Section", dict[str, Any], list[Any])
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: its data, and the line of each place in it by path (`("rules", 3, "when")`)."""

    file: str
    data: Any
    lines: Mapping[tuple[str | int, ...], int]

    def at(self, *path: str | int) -> SourceRef:
        """Return where `path` stands, or the nearest place above it."""
        where = path
        while where and where not in self.lines:
            where = where[:-1]
        return SourceRef(self.file, self.lines.get(where, 1))


def parse(path: Path, root: Path) -> Document:
    """Return the YAML file at `path`, named relative to the catalog's `root`.

    Raises:
        CatalogError: The file is missing, is no YAML, or uses tags, anchors or a key twice.
    """
    file = path.relative_to(root).as_posix()
    try:
        if path.stat().st_size > _LARGEST:
            raise CatalogError("catalog.yaml", where=file, problem=f"too large, more than {_LARGEST:,} bytes")
        text = path.read_text(encoding="utf-8")
        _refuse_deep(text, file)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problem = error.problem or ""
        if "nesting depth" in problem:  # the parser's own bound, which a long line reaches before ours
            problem = _TOO_DEEP
        raise CatalogError("catalog.yaml", where=f"{file}:{line}", problem=problem) from None
    except (yaml.YAMLError, UnicodeDecodeError):
        raise CatalogError("catalog.not_utf8", where=f"{file}:1") from None
    except OSError as error:
        raise CatalogError("catalog.invalid", where=file, problem=error.strerror or "cannot be read") from None
    lines: dict[tuple[str | int, ...], int] = {}
    data = None if node is None else _construct(node, (), lines, file, set())
    return Document(file, data, lines)


def _refuse_deep(text: str, file: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise CatalogError("catalog.yaml", where=f"{file}:{line}", problem=_TOO_DEEP)


def section(kind: type[Section], document: Document, *path: str) -> Section:
    """Return the mapping or list at `path`; empty for an empty file.

    Raises:
        CatalogError: Nothing stands there, or something else.
    """
    data: Any = document.data
    if data is None:
        data = kind()
    for step in path:
        data = data.get(step) if isinstance(data, dict) else None
    if isinstance(data, kind):
        return data
    if not path:
        raise CatalogError(_IN_FILE[kind], where=str(document.at()))
    raise CatalogError(_AT_KEY[kind], where=str(document.at(*path)), name=path[-1])


def validate(model: type[Model], document: Document, *path: str | int) -> Model:
    """Return the data at `path` as `model`.

    Raises:
        CatalogError: Something there is missing, misspelled or of the wrong type; names the line.
    """
    data = document.data
    for step in path:
        data = data[step]
    try:
        return model.model_validate(data)
    except ValidationError as error:
        location = first(error)["loc"]
        # The place of a value that may be one of several types ends with a type's name, that of a missing key with it.
        place = (*path, *location)
        while place and place not in document.lines:
            place = place[:-1]
        name = next((step for step in reversed(place) if isinstance(step, str)), "")
        raise wrong(error, model, str(document.at(*path, *location)), name, location) from None


def _construct(
    node: Any, path: tuple[str | int, ...], lines: dict[tuple[str | int, ...], int], file: str, seen: set[int]
) -> Any:
    line = node.start_mark.line + 1
    if id(node) in seen:
        raise CatalogError("catalog.yaml", where=f"{file}:{line}", problem="anchors and aliases are not allowed")
    seen.add(id(node))
    lines[path] = line
    if node.tag not in _TAGS:
        raise CatalogError("catalog.yaml", where=f"{file}:{line}", problem=f"tag {node.tag} is not allowed")
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in mapping:
                line = key_node.start_mark.line + 1
                raise CatalogError("catalog.key_twice", where=f"{file}:{line}", name=key)
            mapping[key] = _construct(value_node, (*path, key), lines, file, seen)
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [_construct(item, (*path, index), lines, file, seen) for index, item in enumerate(node.value)]
    return _scalar(node)


def _scalar(node: Any) -> Any:
    text = str(node.value)
    if node.style:  # quoted or a block: always text (the C loader says "" of a plain scalar, the Python one None)
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text) and isfinite(value := float(text)):
        return value
    return text
