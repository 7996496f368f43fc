"""Options of every command that runs the whole job: against what, by which further rules, and what is written."""

from pathlib import Path

import click

from dq.cli.options import Command, DatasetFile, Formats, Place, memory_option, threads_option, weights_option

_OPTIONS = (
    click.option(
        "--reference",
        metavar="FILE",
        type=Place(path_type=Path),
        help="Trích xuất CSDL quốc gia về dân cư để đối soát. · Reference extract of the population.",
    ),
    click.option(
        "--key",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Tệp khóa của trích xuất đã giả danh hóa. · Key of a pseudonymized reference.",
    ),
    click.option(
        "--no-register",
        is_flag=True,
        help="Chủ ý không đối soát với dân cư. · Meant to run without a reference.",
    ),
    click.option(
        "--with",
        "companions",
        type=DatasetFile(),
        multiple=True,
        help="Tệp của bộ dữ liệu khác cho quy tắc liên bộ dữ liệu; dùng nhiều lần được. · File of another dataset for"
        " the rules that need it; repeatable.",
    ),
    click.option(
        "--waivers",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Tệp YAML các vi phạm được miễn có thời hạn. · YAML file of findings waived for a time.",
    ),
    click.option(
        "--no-link",
        is_flag=True,
        help="Không tìm ứng viên cho người thiếu số. · Look for no candidates without a number.",
    ),
    weights_option,
    click.option(
        "--format",
        "formats",
        type=Formats(),
        default="parquet",
        show_default=True,
        help="Định dạng của clean và quarantine. · Formats of clean and quarantine.",
    ),
    memory_option,
    threads_option,
    click.option("--force", is_flag=True, help="Thay thư mục kết quả đã có. · Replace an existing run folder."),
)


def run_options(command: Command) -> Command:
    """Add the options by which a run is told its reference, its further files, its formats and its bounds."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
