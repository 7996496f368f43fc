"""Rows that are no records: blank rows, totals, repeated headers, and the signatures at the end.

Careful by design: a row with an identifier, or with most required cells filled, is always a record.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import polars as pl

from dq.catalog.schemas import DatasetSchema
from dq.load.header_row import Row, is_column_numbers
from dq.load.headers import Layout
from dq.load.ranges import KIND, Ranges
from dq.load.rows import ROW, TEXT, cell
from dq.text.fold import fold

_TAIL = 60  # rows at the end among which signatures are looked for
_IDENTIFIERS = frozenset({"personal_id", "cmnd"})
_ID_DIGITS = r"\d{8}"
_LONG_NUMBER = r"\d{6}"
_SAME_HEADER = 0.6
_TOTAL = (
    r"^(tong cong|tong so|tong|cong|cong trang|luy ke|cong luy ke)"
    r"( (so|tien|ho|nguoi|thua|dat|dien tich|ban ghi|doi tuong|truong hop|trang|toan|bang|xa|danh sach|dong|m2"
    r"|\d+))*$"
)
_SIGNATURE = (
    r"^(nguoi (lap|kiem tra|duyet|ky|ghi so|tong hop)|thu truong|ke toan( truong)?$|ky ten"
    r"|can bo (dia chinh|lap|tu phap)"
    r"|(kt |tm |tl |tuq )?(pho )?(chu tich|giam doc|truong phong|cuc truong|chi cuc truong|uy ban nhan dan|ubnd)( |$)"
    r"|xac nhan cua|lap bieu|noi nhan)"
    r"|ky (va )?ghi ro ho ten|ky ten dong dau|ky dong dau|\bngay( \d{1,2})? thang( \d{1,2})? nam( \d{4})?$"
)
# Units that rows are grouped by, with their marks: “Bản” is a village, “Bàn” is a family name.
_GROUP = (
    r"^(?:(?:[ivx]{1,5}|[a-g]|\d{1,2})\s*[.):/-]?\s+)?"
    r"(?:thôn|ấp|bản|buôn|xóm|làng|khóm|khu phố|khu vực|khu dân cư|khu|tổ dân phố|tổ|tdp|phum|sóc|xã|phường|thị trấn"
    r"|đặc khu|khối phố|khối|huyện|quận|thị xã|thành phố|tỉnh|nhóm|đợt|mục|phần)[ :.]"
)
_SECTION = r"(?:[IVX]{1,5}|[A-G])"  # how sections are numbered; records are numbered 1, 2, 3
_GROUP_CELLS = 4
_SIGNATURE_CELLS = 6
_SIGNER_CELLS = 4


@dataclass(frozen=True, slots=True)
class _Marked:
    """A frame with what its rows are.

    `kinds` is null for a record; `sure` says that a row is a record or a heading without doubt; `signature` that it has
    the words of one; `signer` that it may be a name below a signature.
    """

    frame: pl.DataFrame
    kinds: pl.Series
    sure: pl.Series
    signature: pl.Series
    signer: pl.Series


@dataclass(slots=True)
class Separator:
    """Separates records from the rows that are none, which go to `ranges`.

    `headings` are the numbers of rows whose one cell is merged across the table. `repeated` are the kinds and cells of
    rows that come again on every printed page: those of the `header`, and the row of column numbers below it.
    """

    layout: Layout
    schema: DatasetSchema
    ranges: Ranges
    header: Sequence[Row]
    delimiter: str = ","
    headings: frozenset[int] = frozenset()
    repeated: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def separate(self, frames: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        """Yield the records of `frames` (see `dq.load.rows`) in order, holding a few back to see the file's end."""
        width = len(self.layout.texts)
        self.repeated = [("header", tuple(text.strip() for text in row.cells[:width])) for row in self.header]
        held: pl.DataFrame | None = None
        begun = False
        for arrived in frames:
            frame = arrived if held is None or held.is_empty() else pl.concat([held, arrived])
            begun = begun or self._note_column_numbers(frame)
            marked = self._mark(frame)
            sure = marked.sure.arg_true()
            keep = max(int(sure[-1]) + 1 if len(sure) else 0, frame.height - _TAIL)
            held = _copy(frame.slice(keep))
            yield self._records(frame.head(keep), marked.kinds.head(keep))
        if held is not None:
            yield self._records(held, _with_signatures(self._mark(held)))

    def _records(self, frame: pl.DataFrame, kinds: pl.Series) -> pl.DataFrame:
        if kinds.null_count() == frame.height:
            return frame
        self.ranges.add(frame.select(ROW, kinds.alias(KIND)).drop_nulls(KIND))
        return frame.filter(kinds.is_null())

    def _note_column_numbers(self, frame: pl.DataFrame) -> bool:
        """Remember the first row that is not blank if it numbers the columns; False if there was none yet."""
        places = range(len(self.layout.texts))
        cells = frame.select(cell(place) for place in places)
        filled = cells.filter(~pl.all_horizontal(pl.all().is_null()) | frame[TEXT].is_not_null())
        if filled.is_empty():
            return False
        first = tuple(text or "" for text in filled.row(0))
        if is_column_numbers(first):
            self.repeated.append(("column_numbers", first))
        return True

    def _mark(self, frame: pl.DataFrame) -> _Marked:
        required = [own for name in self.schema.required if (own := self.layout.places(name))]
        n_filled = pl.sum_horizontal(
            pl.lit(0), *(pl.any_horizontal(pl.col(cell(place)).is_not_null() for place in own) for own in required)
        )
        doubtful = frame.select((2 * n_filled <= len(required)) | pl.col(TEXT).is_not_null()).to_series()
        kinds = pl.Series(KIND, [None], dtype=pl.String).new_from_index(0, frame.height)
        nothing = pl.Series([False]).new_from_index(0, frame.height)
        sure, signature, signer = ~doubtful, nothing, nothing
        if doubtful.any():
            places = doubtful.arg_true()
            facts = self._examine(frame.filter(doubtful))
            kinds = kinds.scatter(places, facts["kind"])
            sure = sure.scatter(places, facts["identified"])
            signature = nothing.clone().scatter(places, facts["signature"])
            signer = nothing.clone().scatter(places, facts["signer"])
        for kind, texts in self.repeated:
            kinds = kinds.scatter(self._find_repeated(frame, texts), kind)
        return _Marked(frame, kinds, sure, signature, signer)

    def _examine(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return what doubtful rows are: `kind`, `identified`, `signature`, `signer`."""
        width = len(self.layout.texts)
        cells = [pl.col(cell(place)).str.strip_chars() for place in range(width)]
        filled = [pl.when(column != "").then(column) for column in cells]
        part = f'[^{re.escape(self.delimiter)}\\s"][^{re.escape(self.delimiter)}]*'
        whole = pl.col(TEXT).is_not_null()
        identifiers = [
            pl.col(cell(place))
            for field in self.schema.fields
            if field.type.normalizer in _IDENTIFIERS
            for place in self.layout.places(field.name)
        ]
        text = pl.coalesce(TEXT, pl.concat_str(filled, separator=" ", ignore_nulls=True))
        cut = pl.col(TEXT).str.split(self.delimiter).list.eval(pl.element().str.strip_chars(' "'))
        facts = frame.select(
            text=text,
            heading=pl.col(ROW).is_in(sorted(self.headings)),
            group=_is_group(pl.when(whole).then(cut).otherwise(pl.concat_list(filled))),
            folded=fold(text),
            first=fold(pl.coalesce(TEXT, *filled)),
            n_cells=pl.when(whole)
            .then(pl.col(TEXT).str.count_matches(part))
            .otherwise(pl.sum_horizontal(column.is_not_null() for column in filled)),
            identified=pl.when(whole)
            .then(pl.col(TEXT).str.contains(_ID_DIGITS))
            .otherwise(pl.any_horizontal(pl.lit(value=False), *(_has_digits(column) for column in identifiers))),
        )
        free = ~pl.col("identified")
        return facts.select(
            "identified",
            kind=pl.when(pl.col("n_cells") == 0)
            .then(pl.lit("blank"))
            .when(free & pl.col("first").str.contains(_TOTAL))
            .then(pl.lit("total"))
            .when(free & (pl.col("group") | (pl.col("heading") & (pl.col("n_cells") == 1))))
            .then(pl.lit("group")),
            signature=free & (pl.col("n_cells") <= _SIGNATURE_CELLS) & pl.col("folded").str.contains(_SIGNATURE),
            signer=free & (pl.col("n_cells") <= _SIGNER_CELLS) & ~pl.col("text").str.contains(_LONG_NUMBER),
        )

    def _find_repeated(self, frame: pl.DataFrame, texts: tuple[str, ...]) -> pl.Series:
        """Return the places of the rows that repeat `texts` in most of its cells."""
        named = [(pl.col(cell(place)).str.strip_chars() == text) for place, text in enumerate(texts) if text]
        suspects = frame.select(pl.any_horizontal(named[:2])).to_series().arg_true()
        same = frame[suspects].select(pl.sum_horizontal(named) >= max(2, _SAME_HEADER * len(named))).to_series()
        return suspects.filter(same)


def _copy(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame of a few rows that does not keep the memory of what it was cut from."""
    return pl.DataFrame(frame.rows(), schema=frame.schema, orient="row")


def _has_digits(column: pl.Expr) -> pl.Expr:
    return column.str.replace_all(r"\D", "").str.contains(_ID_DIGITS).fill_null(value=False)


def _is_group(cells: pl.Expr) -> pl.Expr:
    """Whether the cells of a row are the heading of the rows below it: “Thôn 3”, “I. Xã A”, “A | Hộ nghèo”.

    Beside the words of the heading there may only be its number and counts: a row with any other word may be a record.
    """
    filled = cells.list.drop_nulls().list.eval(pl.element().filter(pl.element() != ""))
    words = filled.list.eval(pl.element().filter(pl.element().str.contains(r"\p{L}{2}")))
    words = words.list.eval(pl.element().filter(~pl.element().str.contains(f"^{_SECTION}$")))
    first, alone = filled.list.first(), filled.list.len() == 1
    text = words.list.first().str.normalize("NFC").str.to_lowercase()
    named = text.str.contains(_GROUP) & (filled.list.len() <= _GROUP_CELLS)
    numbered = (alone & first.str.contains(rf"^{_SECTION}\s*[.):/-]\s*\p{{L}}")) | (
        (filled.list.len() == 2) & first.str.contains(f"^{_SECTION}[.):]?$")  # noqa: PLR2004 - a number and a text
    )
    return ((words.list.len() == 1) & (named | numbered)).fill_null(value=False)


def _with_signatures(marked: _Marked) -> pl.Series:
    """Return the kinds of a file's last rows: from the first signature on, what may be a signer's name is no record."""
    found = marked.signature.arg_true()
    if not len(found):
        return marked.kinds
    rows = pl.int_range(len(marked.kinds), eager=True)
    below = (rows >= found[0]) & (marked.signature | marked.signer) & marked.kinds.is_null()
    return marked.kinds.scatter(below.arg_true(), "signature")
