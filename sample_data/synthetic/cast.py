"""Persons made by hand, each for a story that a sample tells. Add one here if a defect needs a certain name or fate.

Their numbers end in 9900xx, which chance gives to nobody.
"""

from synthetic.people import (
    EA_KAO,
    EA_KTUR,
    EA_PHE,
    EA_TUL,
    KIM_LIEN,
    MUONG_LONG,
    MUONG_NHE,
    TAN_TIEN,
    VINH_TUY,
    Person,
)

CAST = (
    # Names of ethnic minorities, which no rule may complain of.
    Person("066089990001", "Y Bhăm Niê", "1989-04-12", "nam", EA_TUL, "Ê Đê", father_name="Y Djă Êban",
           mother_name="H'Loan Niê"),
    Person("066192990002", "H'Hen Niê", "1992-05-15", "nu", EA_TUL, "Ê Đê", father_name="Y Săn Mlô",
           mother_name="H'Mrao Niê"),
    Person("011085990003", "Vừ A Dính", "1985-09-12", "nam", MUONG_NHE, "Mông", card="040990003",
           mother_name="Sùng Thị Chư"),
    Person("068091990004", "K'Brểu", "1991-02-20", "nam", EA_KTUR, "Cơ Ho", mother_name="Ka Dung"),
    Person("040182990005", "Moong Thị Mão", "1982", "nu", MUONG_LONG, "Khơ Mú", mother_name="Cụt Thị Hoa"),
    # i or y: two writings of one name, of which the register's counts.
    Person("066178990006", "Trần Thị Mỹ Hạnh", "1978-10-02", "nu", EA_KAO, card="240990006", mother_name="Lê Thị Hoa"),
    Person("051070990007", "Hoàng Văn Quý", "1970-05-05", "nam", EA_PHE, card="240990007", mother_name="Đỗ Thị Gái"),
    # Tone position and the letter Đ: the same name.
    Person("066186990008", "Đặng Thị Hòa", "1986-07-19", "nu", EA_KTUR, card="241990008", mother_name="Phan Thị Cúc"),
    # Names for defects that must be seen with the eye.
    Person("040068990009", "Nguyễn Văn Bình", "1968-03-21", "nam", TAN_TIEN, card="182990009",
           mother_name="Hồ Thị Lan"),
    Person("066075990010", "Nguyễn Hữu Thắng", "1975-08-30", "nam", EA_KAO, card="240990010",
           mother_name="Bùi Thị Nga"),
    # Numbers were cancelled because the year of birth was corrected; one cancelled number is enough for one person.
    Person("040057990011", "Lê Văn Cường", "1957-12-24", "nam", EA_PHE, card="182990011", cancelled="040059990021",
           mother_name="Trần Thị Huệ"),
    Person("066190990012", "Ngô Thị Thanh Vân", "1990-01-30", "nu", EA_KAO, cancelled="066191990022;066190990023",
           mother_name="Võ Thị Liên"),
    # The old card, by which a superseded number is found when name and birth date agree.
    Person("042160990014", "Phạm Thị Dung", "1960-11-08", "nu", EA_KTUR, card="183990014", mother_name="Lê Thị Bích"),
    Person("034055990015", "Vũ Đình Long", "1955", "nam", TAN_TIEN, card="151990015", mother_name="Phạm Thị Hằng"),
    # Fates.
    Person("066113990016", "Bùi Thị Tý", "1913", "nu", EA_PHE, card="240990016", mother_name="Nguyễn Thị Gái"),
    Person("040148990017", "Nguyễn Thị Tư", "1948", "nu", EA_KAO, card="182990017", mother_name="Lê Thị Hồng",
           status="chet", died="2024-02-17", updated="2024-03-01"),
    Person("001065990018", "Phan Văn Đông", "1965-06-06", "nam", VINH_TUY, card="012990018", mother_name="Đặng Thị Mai",
           status="mat_tich", died="2021-10-05", updated="2023-05-09"),
    Person("040045990019", "Hồ Văn Lâm", "1945-01-01", "nam", KIM_LIEN, card="182990019", mother_name="Phan Thị Loan",
           status="chet", died="2023", updated="2023-12-28"),
    # The newest entry: the day of the extract.
    Person("066214990020", "Đỗ Minh Khang", "2014-03-08", "nam", EA_KAO, father_name="Đỗ Quang Vinh",
           mother_name="Trương Thị Ngọc", updated="2026-10-25"),
    # Children of unmarried mothers of the cast: a name that is written with i or y, and a corrected year of birth.
    Person("066317990024", "Trần Thảo My", "2017-06-14", "nu", EA_KAO, mother_name="Trần Thị Mỹ Hạnh"),
    Person("066214990025", "Ngô Gia Huy", "2014-01-05", "nam", EA_KAO, cancelled="066213990026",
           mother_name="Ngô Thị Thanh Vân"),
)  # fmt: skip
