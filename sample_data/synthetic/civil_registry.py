"""What the samples of the civil registry share: numbers of books, places of registration, what stands around a form."""

from datetime import date

from synthetic.people import EA_KAO, EA_KTUR, EA_PHE, EA_TUL, TAN_TIEN, Commune
from synthetic.sample import Form

FULL_RULES = 2016  # from this year of registration on the law's fields are asked for
REORGANIZED = date(2025, 7, 1)  # no districts since
_DISTRICTS = {
    EA_KAO: "thành phố Buôn Ma Thuột",
    EA_KTUR: "huyện Cư Kuin",
    EA_PHE: "huyện Krông Pắc",
    TAN_TIEN: "huyện Krông Pắc",
    EA_TUL: "huyện Cư M'gar",
}


class Book:
    """Gives out the numbers of one kind of event: each once a commune and year, going up with the days."""

    def __init__(self, *, spacing: int = 1) -> None:
        self.spacing = spacing
        self.taken: set[tuple[str, int, int]] = set()

    def number(self, commune: str, registered: date) -> int:
        """Return the next free number of the day, `spacing` of which are kept for each."""
        number = self.spacing * registered.timetuple().tm_yday
        while (commune, registered.year, number) in self.taken:
            number += 1
        self.taken.add((commune, registered.year, number))
        return number


def office(commune: Commune, registered: date) -> str:
    """Return the place of registration as it was called on the day."""
    place = f"UBND {commune.name[0].lower()}{commune.name[1:]}"
    district = f", {_DISTRICTS[commune]}" if commune in _DISTRICTS and registered < REORGANIZED else ""
    return f"{place}{district}, {commune.province}"


def form(sheet: str, event: str, *, summed: str = "ho_ten") -> Form:
    """Return what stands around the rows of a list of `event`; the total counts the column `summed`."""
    return Form(
        sheet=sheet,
        titles=(
            "SỞ TƯ PHÁP TỈNH ĐẮK LẮK",
            f"DANH SÁCH TRƯỜNG HỢP ĐĂNG KÝ {event} ĐỀ NGHỊ ĐỐI SOÁT",
            "(Số liệu đến ngày 31 tháng 10 năm 2026; dữ liệu giả định)",
        ),
        total="Tổng số",
        summed=summed,
        signatures=("Đắk Lắk, ngày 31 tháng 10 năm 2026", "NGƯỜI LẬP DANH SÁCH", "(Ký, ghi rõ họ tên)", "Trần Văn Mẫu"),
    )
