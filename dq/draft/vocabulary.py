"""The headers that the catalog knows already: what they are called and which type they have in other datasets."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from dq.catalog import Catalog
from dq.catalog.schemas import DatasetSchema, Field
from dq.load.aliases import read_aliases
from dq.model import SourceRef, Text


@dataclass(frozen=True, slots=True)
class Known:
    """What a header is in the catalog. `shared`: in datasets of two sectors at least, so that it is no sector's own."""

    field: Field
    shared: bool


def read_vocabulary(catalog: Catalog) -> dict[str, Known]:
    """Return what each header of `catalog` is, by its folded text: the field that it is in most datasets."""
    votes: dict[str, Counter[tuple[str, str]]] = {}
    fields: dict[tuple[str, str], Field] = {}
    sectors: dict[str, set[str]] = {}
    for dataset, schema in catalog.schemas.items():
        for header, column in read_aliases(schema, {}).names.items():
            field = schema.field(column)
            meaning = (field.name, field.type.name)
            fields.setdefault(meaning, field)
            votes.setdefault(header, Counter())[meaning] += 1
            sectors.setdefault(field.name, set()).add(dataset.split(".")[0])
    best = {header: fields[found.most_common(1)[0][0]] for header, found in votes.items()}
    return {header: Known(field, len(sectors[field.name]) > 1) for header, field in best.items()}


def probe_schema(dataset: str, vocabulary: Mapping[str, Known]) -> DatasetSchema:
    """Return a schema that knows every header of `vocabulary` and asks for none, to load any table with.

    Each writing of a header is a column of its own: two headers of one meaning are no conflict here.
    """
    plain = {"required": False, "aliases": (), "constraints": (), "split_by_header": ()}
    fields = tuple(
        replace(known.field, name=header, title=Text(header, header), **plain)  # type: ignore[arg-type]
        for header, known in vocabulary.items()
    )
    return DatasetSchema(dataset, Text(dataset, dataset), fields, None, (), SourceRef("", 0))
