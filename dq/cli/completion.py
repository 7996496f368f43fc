"""`dq completion`: the script that makes a shell complete commands and datasets."""

import click


@click.command(
    short_help="Tự hoàn thành lệnh trong shell. · Shell completion.",
    epilog='Ví dụ / Example:  eval "$(dq completion bash)"',
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> int:
    """In đoạn mã tự hoàn thành cho SHELL. · Print the completion script of SHELL."""
    from click.shell_completion import get_completion_class

    cli = click.get_current_context().find_root().command
    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"no completion for {shell}")
    click.echo(kind(cli, {}, "dq", "_DQ_COMPLETE").source())
    return 0
