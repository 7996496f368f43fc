"""What click says of a wrong call, as a message of ours; never what was typed as an argument: it may be a number."""

from collections.abc import Iterable, Sequence

import click
from click.core import ParameterSource

_NONE = "—"


def usage_message(error: click.ClickException, given: Sequence[str], group: click.Group) -> tuple[str, dict[str, str]]:
    """Return the key and the parameters of the message for a wrong call.

    Args:
        error: What click raised.
        given: The arguments of the call.
        group: The command that they were given to.
    """
    called, path = _called(given, group)
    command = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else path
    match error:
        case click.NoSuchOption():
            near = _listed(error.possibilities)
            return "usage.no_such_option", {"option": error.option_name, "near": near, "command": command}
        case click.NoSuchCommand():
            near = _listed(error.possibilities)
            return "usage.no_such_command", {"near": near, "command": command}
        case click.MissingParameter():
            name = error.param.human_readable_name if error.param else ""
            return "usage.missing_parameter", {"name": name, "command": command}
        case click.BadParameter(param=click.Parameter() as param):
            return _bad_value(param, error.ctx, command)
        case click.BadOptionUsage():
            options = (param for param in called.params if isinstance(param, click.Option))
            is_flag = any(option.is_flag for option in options if error.option_name in option.opts)
            key = "usage.takes_no_value" if is_flag else "usage.needs_value"
            return key, {"option": error.option_name, "command": command}
        case _:
            return "usage.too_many", {"command": command}


def _called(given: Sequence[str], group: click.Group) -> tuple[click.Command, str]:
    """Return the command that is called, and its name with those of the groups above it."""
    command: click.Command = group
    path = ["dq"]
    for argument in given:
        if not isinstance(command, click.Group) or argument not in command.commands:
            break
        command = command.commands[argument]
        path.append(argument)
    return command, " ".join(path)


def _bad_value(param: click.Parameter, context: click.Context | None, command: str) -> tuple[str, dict[str, str]]:
    names = {"name": _name(param, context), "command": command}
    match param.type:
        case click.Choice() as kind:
            return "usage.bad_choice", {**names, "known": ", ".join(map(str, kind.choices))}
        case click.IntRange(min=int() as least, max=None):
            return "usage.bad_number_from", {**names, "least": str(least)}
        case click.INT:
            return "usage.bad_number", names
        case click.Path(file_okay=False):
            return "usage.not_a_folder", names
        case click.Path(dir_okay=False):
            return "usage.not_a_file", names
        case _:
            return "usage.bad_value", names


def _name(param: click.Parameter, context: click.Context | None) -> str:
    """Return what the user named the value by: the option, the variable of the environment, or the argument."""
    source = context.get_parameter_source(param.name) if context and param.name else None
    if source is ParameterSource.ENVIRONMENT and isinstance(param.envvar, str):
        return param.envvar
    return max(param.opts, key=len) if isinstance(param, click.Option) else param.human_readable_name


def _listed(names: Iterable[str] | None) -> str:
    return ", ".join(names or ()) or _NONE
