"""What the pages of rules say around the rules, in both languages: Vietnamese, then English."""

from collections.abc import Mapping

from dq.model import Dimension, Expectation, Rule, RuleKind, Severity, Text

MEANING: Mapping[Dimension, Text] = {
    Dimension.CORRECT: Text("Đúng: giá trị phải đúng với thực tế và pháp luật.", "Correct: a value must be true."),
    Dimension.COMPLETE: Text("Đủ: thông tin bắt buộc phải có.", "Complete: what must be there must be there."),
    Dimension.CLEAN: Text(
        "Sạch: không trùng, không lẫn, viết thống nhất.", "Clean: nothing twice, nothing mixed up, one way of writing."
    ),
    Dimension.LIVE: Text("Sống: phản ánh hiện trạng.", "Live: it says how things are today."),
}
CONSEQUENCE: Mapping[Severity, Text] = {
    Severity.CRITICAL: Text(
        "Bản ghi vi phạm bị giữ lại, không đồng bộ.", "A record that fails is held back from the sync."
    ),
    Severity.WARNING: Text(
        "Bản ghi vẫn được đồng bộ; tỷ lệ vi phạm tính vào ngưỡng của ngành.",
        "The record may be synced; the share that fails counts against the sector's limit.",
    ),
    Severity.INFO: Text("Chỉ để biết, không chặn.", "For information only; it blocks nothing."),
}
_COUNTED: Mapping[RuleKind, tuple[Text, Text]] = {
    RuleKind.RECORD: (
        Text(
            "các bản ghi{when} mà phép kiểm tra cho kết quả đúng hoặc sai; ô trống hoặc không đọc được thì không tính",
            "records{when} on which the test says true or false; an empty or unreadable cell leaves them out",
        ),
        Text("những bản ghi cho kết quả sai", "those on which it says false"),
    ),
    RuleKind.CROSS: (
        Text("các bản ghi của bộ dữ liệu{when}", "records of the dataset{when}"),
        Text("những bản ghi mà câu truy vấn trả về", "those that the query returns"),
    ),
    RuleKind.REGISTER: (
        Text("những người được tra cứu theo số định danh", "persons who are looked up by their identifier"),
        Text("những người có kết quả đối soát này", "those with this outcome"),
    ),
}
_TABLE = (
    Text("1: cả tệp{when}", "1: the whole table{when}"),
    Text("1 nếu tệp không đạt; quy tắc không chỉ ra bản ghi nào", "1 if it fails; the rule points at no record"),
)


def counted(rule: Rule) -> tuple[Text, Text]:
    """Return denominator and numerator of `rule` in words."""
    pair = _COUNTED.get(rule.kind, _TABLE)
    if isinstance(rule.body, Expectation) and rule.body.name == "unexpected_rows_expectation":
        pair = _COUNTED[RuleKind.CROSS]
    when = Text(f" có `{rule.when}`", f" where `{rule.when}`") if rule.when else Text("", "")
    below, above = pair
    return Text(below.vi.format(when=when.vi), below.en.format(when=when.en)), above
