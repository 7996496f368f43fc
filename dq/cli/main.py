"""The `dq` command: its group, its errors in the user's language, its exit codes."""

import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from dq import __version__
from dq.cli.apply import apply
from dq.cli.audit import audit
from dq.cli.batch import batch
from dq.cli.compare import compare
from dq.cli.completion import completion
from dq.cli.doctor import doctor
from dq.cli.duplicates import duplicates
from dq.cli.identify import identify
from dq.cli.init import init
from dq.cli.link import link
from dq.cli.person import person
from dq.cli.pseudonymize import pseudonymize
from dq.cli.register import register
from dq.cli.report import report
from dq.cli.review import review
from dq.cli.rules import rules
from dq.cli.run import run
from dq.cli.sample import sample
from dq.cli.streams import drop_output, lenient_streams
from dq.cli.summary import summary
from dq.cli.usage import usage_message
from dq.errors import DQError, places
from dq.stops import hear_no_more, is_stop, stopped_once

INTERRUPTED = 130
USAGE = 2
BUG = 70  # EX_SOFTWARE of sysexits.h
# The engines make a million objects as they are imported, all of which stay: to look for garbage among them after every
# 700 new ones is a tenth of a short run.
NEW_OBJECTS = 100_000


class _InOurOrder(click.Group):
    """Lists its commands as they were added: the main job first, then what follows from it."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the commands."""
        return list(self.commands)


@click.group(
    cls=_InOurOrder,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Ví dụ / Example:  dq run land.holder export.xlsx --reference dan_cu.parquet",
)
@click.version_option(__version__, "--version", message="dq %(version)s")
def cli() -> None:
    """Kiểm tra, làm sạch dữ liệu trước khi đồng bộ với CSDL quốc gia về dân cư: đúng, đủ, sạch, sống.

    Check and clean a sectoral export before it is synced with the National Population Database.
    """


for command in (
    run,
    review,
    apply,
    compare,
    summary,
    batch,
    link,
    duplicates,
    person,
    report,
    register,
    pseudonymize,
    sample,
    init,
    rules,
    identify,
    audit,
    doctor,
    completion,
):
    cli.add_command(command)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit.

    0 gate passed, 1 gate failed, 2 usage or expected error, 130 interrupted, 70 a bug in dq.
    """
    gc.set_threshold(NEW_OBJECTS)
    try:
        with stopped_once(), lenient_streams():
            code = _call(list(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt:  # while the end was being said
        code = INTERRUPTED
    sys.exit(code)


def _call(given: Sequence[str]) -> int:
    """Run the command line and return the exit code; every error is said in one message."""
    try:
        code = cli.main(args=list(given), prog_name="dq", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return USAGE
    except click.ClickException as error:
        key, parameters = usage_message(error, given, cli)
        return _say(given, key, {**parameters})
    except SystemExit:
        raise
    except BaseException as error:  # noqa: BLE001 - a panic of Polars is no Exception
        return _failed(given, error)
    return code if isinstance(code, int) else 0


def _failed(given: Sequence[str], error: BaseException) -> int:
    hear_no_more()
    if isinstance(error, click.Abort) or is_stop(error):
        return _say(given, "cli.interrupted", {}, exit_code=INTERRUPTED)
    match error:
        case DQError():
            return _say(given, error.key, dict(error.parameters), exit_code=error.exit_code)
        case MemoryError():
            return _say(given, "cli.no_memory", {})
        case OSError():  # the machine refused something that no command expects, such as writing to stdout
            drop_output()
            return _say(given, "cli.system", {"reason": error.strerror or type(error).__name__})
        case _:  # a bug; what it says may hold values of the data, so only its place is shown
            return _say(given, "cli.bug", {"error": type(error).__name__, "trace": places(error)}, exit_code=BUG)


def language(arguments: Sequence[str]) -> str:
    """Return the language of messages: `--lang`, else `DQ_LANG`, else Vietnamese."""
    for index, argument in enumerate(arguments):
        if argument == "--lang" and index + 1 < len(arguments):
            chosen = arguments[index + 1]
            break
        if argument.startswith("--lang="):
            chosen = argument.partition("=")[2]
            break
    else:
        chosen = os.environ.get("DQ_LANG", "vi")
    return "en" if chosen == "en" else "vi"


def _say(arguments: Sequence[str], key: str, parameters: dict[str, object], exit_code: int = USAGE) -> int:
    from dq.locale import load_locale

    locale = load_locale(language(arguments))
    click.echo(f"{locale.say('cli.error')} {locale.say(key, **parameters)}", err=True)
    return exit_code
