"""Headers: aliases, the mapping of the user, names of pass-through columns, what is refused."""

import pytest

from dq.errors import LoadError
from dq.load.aliases import read_aliases

VALUES = {"ma_xa": "00001", "ho_ten": "Nguyễn Văn A", "so_dinh_danh": "001085990123"}


def row_for(header: str) -> str:
    return ",".join("x" for _ in header.split(","))


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("ho_ten", "ho_ten"),
        ("HO_TEN", "ho_ten"),
        ("Họ và tên", "ho_ten"),
        ("HỌ VÀ TÊN", "ho_ten"),
        ("Họ và tên".encode().decode() + " ", "ho_ten"),
        ("Ho\u0323 va\u0300 te\u0302n", "ho_ten"),
        ("họ  tên:", "ho_ten"),
        ("Họ\ntên", "ho_ten"),
        ("Họ và tên (chữ in hoa)", "ho_ten"),
        ("Họ và tên [1]", "ho_ten"),
        ("Diện tích (m²)", "dien_tich"),
        ("DT/Ghi chú", "dien_tich"),
        ("Nam/Nữ", "gioi_tinh"),
        ("ho ten", "ho_ten"),
        ("CCCD/CMND", "so_dinh_danh"),
        ("Ghi chú", None),
        ("CCCD/Họ tên", None),
        ("(1)", None),
        ("", None),
    ],
)
def test_header_is_matched_after_folding(schema, header, column):
    match = read_aliases(schema, {}).match(header)
    assert (match.column if match else None) == column


def test_titles_of_both_languages_count(schema):
    assert read_aliases(schema, {}).match("gioi tinh").column == "gioi_tinh"


def test_mapping_overrides_and_the_other_header_passes_through(stage):
    staged = stage("ma_xa,Họ tên,Tên khai sinh,CCCD\n1,A,B,001085990123\n", mapping={"Tên khai sinh": "ho_ten"})
    assert staged.raw["ho_ten"].to_list() == ["B"]
    assert staged.raw["Họ tên"].to_list() == ["A"]


def test_mapping_compares_headers_folded(stage):
    staged = stage("ma_xa,Tên  KHAI sinh,CCCD\n1,B,001085990123\n", mapping={"tên khai sinh": "ho_ten"})
    assert staged.raw["ho_ten"].to_list() == ["B"]


def test_mapping_finds_a_header_row_that_no_alias_knows(stage):
    mapping = {"a": "ma_xa", "b": "ho_ten", "c": "so_dinh_danh"}
    staged = stage("Danh sách\n\na,b,c\n00001,A,001085990123\n", mapping=mapping)
    assert staged.info.header_row == 3
    assert staged.raw["ho_ten"].to_list() == ["A"]


def test_empty_column_in_the_mapping_makes_a_header_pass_through(stage):
    staged = stage("ma_xa,ho_ten,CCCD,Diện tích\n1,A,001085990123,5\n", mapping={"Diện tích": ""})
    assert "dien_tich" not in staged.raw.columns
    assert staged.raw["Diện tích"].to_list() == ["5"]


@pytest.mark.parametrize(
    ("mapping", "key", "near"),
    [
        ({"Tên khai sin": "ho_ten"}, "load.map_unknown_header_near", "Tên khai sinh"),
        ({"zzz": "ho_ten"}, "load.map_unknown_header", ""),
        ({"Tên khai sinh": "ho_tem"}, "load.map_unknown_column_near", "ho_ten"),
        ({"Tên khai sinh": "zzz"}, "load.map_unknown_column", ""),
    ],
)
def test_unknown_names_in_the_mapping(stage, mapping, key, near):
    with pytest.raises(LoadError) as caught:
        stage("ma_xa,Tên khai sinh,ho_ten,CCCD\n1,B,A,001085990123\n", mapping=mapping)
    assert (caught.value.key, caught.value.parameters["near"]) == (key, near)


def test_two_headers_for_one_column_name_both(stage):
    with pytest.raises(LoadError) as caught:
        stage("ma_xa,Họ tên,Họ và tên,CCCD\n1,A,B,001085990123\n")
    assert caught.value.key == "load.matched_twice"
    assert caught.value.parameters["column"] == "ho_ten"
    assert caught.value.parameters["headers"] == "“Họ tên”, “Họ và tên”"


def test_two_equal_headers_are_told_apart_by_number(stage):
    content = "ma_xa,Họ tên,Họ tên,CCCD\n1,A,B,001085990123\n"
    with pytest.raises(LoadError) as caught:
        stage(content)
    assert caught.value.parameters["headers"] == "“Họ tên”, “Họ tên (2)”"
    staged = stage(content, mapping={"Họ tên (2)": "ho_ten"})
    assert staged.raw["ho_ten"].to_list() == ["B"]
    assert staged.raw["Họ tên"].to_list() == ["A"]


def test_two_headers_fold_to_what_the_mapping_names(stage):
    with pytest.raises(LoadError) as caught:
        stage("ma_xa,TEN,Tên,CCCD\n1,A,B,001085990123\n", mapping={"tên": "ho_ten"})
    assert caught.value.key == "load.map_ambiguous"


def test_two_headers_mapped_to_one_column(stage):
    with pytest.raises(LoadError) as caught:
        stage("ma_xa,x,y,CCCD\n1,A,B,001085990123\n", mapping={"x": "ho_ten", "y": "ho_ten"})
    assert caught.value.key == "load.matched_twice"


def test_missing_columns_name_the_closest_headers(stage):
    with pytest.raises(LoadError) as caught:
        stage("ma_xa,Họ và ten đệm,Số liệu\n00001,A,5\n")
    assert caught.value.key == "load.missing_columns_near"
    assert caught.value.parameters["columns"] == "ho_ten, so_dinh_danh"
    assert "ho_ten ← “Họ và ten đệm”" in caught.value.parameters["near"]
    assert caught.value.parameters["headers"] == "“Họ và ten đệm”, “Số liệu”"


def test_missing_columns_of_a_foreign_header(stage):
    with pytest.raises(LoadError) as caught:
        stage("alpha,beta,gamma\n1,x,2\n3,y,4\n")
    assert caught.value.key == "load.missing_columns"
    assert caught.value.parameters["headers"] == "“alpha”, “beta”, “gamma”"


def test_long_list_of_headers_is_cut_and_says_so(stage):
    headers = ",".join(f"h{'x' * n}" for n in range(40))
    with pytest.raises(LoadError) as caught:
        stage(f"{headers}\n{','.join('1' * 40)}\n")
    assert caught.value.parameters["headers"].endswith("… (+10)")


@pytest.mark.parametrize(
    "content",
    [
        "00001,Nguyễn Văn A,001085990123\n00002,Trần Thị B,001085990124\n",
        "00001,ho_ten,001085990123\n00002,Trần Thị B,001085990124\n",
        "Nguyễn Văn A,Nam,Kinh\nTrần Thị B,Nữ,Tày\n",
    ],
)
def test_file_without_a_header_shows_no_value(stage, content):
    with pytest.raises(LoadError) as caught:
        stage(content)
    assert caught.value.key == "load.no_header"
    for value in content.replace("\n", ",").split(","):
        assert not value or value not in str(caught.value) or value == "ho_ten"


def test_pass_through_names_are_unique_whatever_their_case(stage):
    staged = stage(
        "ma_xa,ho_ten,CCCD,Ghi chú,GHI CHÚ,,Ghi chú,ngay_cap__unreadable,reasons\n1,A,001085990123,a,b,c,d,e,f\n"
    )
    assert staged.raw.columns[5:] == [
        "Ghi chú",
        "GHI CHÚ (2)",
        "column_6",
        "Ghi chú (3)",
        "ngay_cap__unreadable (2)",
        "reasons (2)",
    ]
    assert staged.raw.row(0)[5:] == ("a", "b", "c", "d", "e", "f")


def test_quoted_header_over_several_lines(stage):
    staged = stage('ma_xa,"Họ và\ntên","CCCD","Ghi ""chú"""\n1,A,001085990123,x\n')
    assert staged.raw["source_row"].to_list() == [3]
    assert staged.raw.columns[2:] == ["ma_xa", "ho_ten", "so_dinh_danh", 'Ghi "chú"']
    assert staged.info.header_row == 1


def test_canonical_columns_come_in_the_order_of_the_schema(stage):
    staged = stage("z,CCCD,Họ tên,a,Mã xã\n1,001085990123,A,2,00001\n")
    assert staged.raw.columns == ["record_id", "source_row", "ma_xa", "ho_ten", "so_dinh_danh", "z", "a"]
    assert staged.raw.row(0) == (1, 2, "00001", "A", "001085990123", "1", "2")
