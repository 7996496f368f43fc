import inspect

import pytest

from dq import errors
from dq.errors import DQError, LoadError

KINDS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, DQError)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_expected_error_is_caught_as_one_and_exits_with_2(kind):
    with pytest.raises(DQError) as error:
        raise kind("load.no_rows", file="a.csv")
    assert error.value.exit_code == 2
    assert error.value.key == "load.no_rows"
    assert error.value.parameters == {"file": "a.csv"}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not DQError])
def test_every_kind_says_what_it_is_about(kind):
    assert kind.__doc__
    assert kind.__doc__ != DQError.__doc__


def test_it_reads_as_its_key_and_parameters():
    assert str(LoadError("load.no_rows", file="a.csv", n=3)) == "load.no_rows(file=a.csv, n=3)"


def test_a_parameter_may_be_called_key():
    assert LoadError("load.no_rows", key="x").parameters == {"key": "x"}


def test_errors_with_the_same_key_can_be_told_apart():
    assert LoadError("load.no_rows", file="a").args != LoadError("load.no_rows", file="b").args
