"""Names as they occur: surnames by their frequency, middle names by generation, and those of ethnic minorities."""

from random import Random

# Lê Trung Hoa 2005, percent; Hoàng and Huỳnh, Vũ and Võ are different surnames and share their figure.
_SURNAMES = {
    "Nguyễn": 38.4, "Trần": 12.1, "Lê": 9.5, "Phạm": 7, "Hoàng": 2.6, "Huỳnh": 2.5, "Phan": 4.5, "Vũ": 1.9, "Võ": 2,
    "Đặng": 2.1, "Bùi": 2, "Đỗ": 1.4, "Hồ": 1.3, "Ngô": 1.3, "Dương": 1, "Lý": 0.5, "Trương": 1, "Đinh": 0.8,
}  # fmt: skip
_OLD_MIDDLES = {
    "nam": ["Văn"] * 7 + ["Hữu", "Đình", "Xuân", "Quang", "Đức", "Ngọc", "Công"],
    "nu": ["Thị"] * 9 + ["Ngọc", "Thị Kim", "Thị Thanh", "Thị Hồng"],
}
_OLD_GIVEN = {
    "nam": "Bảo Chiến Cường Dũng Hải Hòa Hùng Khánh Lâm Long Minh Nam Phong Phúc Quang Sơn Tâm Thành Thắng Tuấn Vinh",
    "nu": "Bích Chi Cúc Dung Gái Hà Hạnh Hằng Hoa Hồng Huệ Hương Lan Liên Loan Mai Nga Ngọc Nhung Phương Tâm Thủy Vân",
}
_YOUNG_MIDDLES = {
    "nam": "Minh Gia Hoàng Tuấn Quốc Đức Bảo Nhật Thanh Anh Khánh Hữu",
    "nu": "Ngọc Bảo Khánh Thảo Phương Minh Hà Quỳnh Thanh Tường Kim Gia",
}
_YOUNG_GIVEN = {
    "nam": "Khang Phúc Huy Khôi Kiệt Long Nam Nguyên Phát Phong Quân Thịnh Tú Đạt An Bách Đăng Hưng",
    "nu": "Anh Châu Chi Diệp Giang Hân Khuê Linh Mai Ngân Ngọc Nhi Như Trâm Trang Vân Vy Yến",
}
_CLANS = ("Niê", "Êban", "Kđăm", "Mlô", "Ayŭn", "Kbuôr", "Ênuôl", "Byă")
_EDE_GIVEN = {"nam": "Bhăm Thịnh Djă Blô Khiêm Săn Wăn Nguyên", "nu": "Hen Loan Bliăk Duyên Mrao Nhuă Bích Yar"}
_MINORITY_SURNAMES = {
    "Mông": ("Vừ", "Xồng", "Lầu", "Giàng", "Sùng", "Thào"),
    "Thái": ("Vi", "Lô", "Lương", "Kha", "Lò", "Cà"),
    "Khơ Mú": ("Moong", "Cụt", "Lữ"),
}
_MINORITY_MIDDLES = {
    "Mông": {"nam": ("A", "Bá"), "nu": ("Thị", "Y")},
    "Thái": {"nam": ("Văn",), "nu": ("Thị",)},
    "Khơ Mú": {"nam": ("Văn",), "nu": ("Thị",)},
}
_MINORITY_GIVEN = {
    "Mông": {"nam": "Dính Lử Tủa Chống Pó Nênh Rê", "nu": "Dở Xây Pà Chư Mo Dợ"},
    "Thái": {"nam": "Chiến Inh Thoong Pháy Xeo Tuyển", "nu": "Lan Hoài Phương Ngoan Nhâm Thoi"},
    "Khơ Mú": {"nam": "Xeo Thoong Nghệ Phò", "nu": "Mão Lý Hoa Phỏng"},
}
_FIRST_OF_THE_YOUNG = 2000


def full_name(rng: Random, ethnicity: str, sex: str, year: int, *, family: str = "") -> str:
    """Return a name as someone of this group, sex and year of birth may bear it.

    Args:
        rng: Where chance comes from.
        ethnicity: `Kinh`, `Ê Đê`, `Mông`, `Thái` or `Khơ Mú`.
        sex: `nam` or `nu`.
        year: Of birth.
        family: The surname, or the clan of an Ê Đê; one by chance if it is empty.
    """
    if ethnicity == "Ê Đê":
        prefix, given = {"nam": "Y ", "nu": "H'"}[sex], rng.choice(_EDE_GIVEN[sex].split())
        return f"{prefix}{given} {family or rng.choice(_CLANS)}"
    if ethnicity in _MINORITY_SURNAMES:
        surname = family or rng.choice(_MINORITY_SURNAMES[ethnicity])
        middle = rng.choice(_MINORITY_MIDDLES[ethnicity][sex])
        return f"{surname} {middle} {rng.choice(_MINORITY_GIVEN[ethnicity][sex].split())}"
    surname = family or rng.choices(list(_SURNAMES), list(_SURNAMES.values()))[0]
    if year < _FIRST_OF_THE_YOUNG:
        return f"{surname} {rng.choice(_OLD_MIDDLES[sex])} {rng.choice(_OLD_GIVEN[sex].split())}"
    return f"{surname} {rng.choice(_YOUNG_MIDDLES[sex].split())} {rng.choice(_YOUNG_GIVEN[sex].split())}"


def family_of(name: str, ethnicity: str) -> str:
    """Return what children take of a parent's name: the clan of an Ê Đê mother, the surname elsewhere."""
    return name.split()[-1 if ethnicity == "Ê Đê" else 0]
