"""What is said of a machine: fit, fit with notes, or not."""

import importlib.metadata

import pytest
from click.testing import CliRunner

from dq import doctor
from dq.cli.main import cli
from dq.doctor import Health, examine


def signs(folder):
    return {sign.name: sign for sign in examine(folder)}


def test_this_machine_is_fit(tmp_path):
    found = signs(tmp_path / "not yet" / "there")
    assert {sign.name for sign in found.values() if sign.health is Health.BROKEN} == set()
    assert found["disk"].parameters["folder"] == str(tmp_path)
    assert found["catalog"].parameters["datasets"] >= 7


def test_a_package_that_is_missing_or_old_breaks_it(tmp_path, monkeypatch):
    needed = ["polars>=2.1", "no-such-package>=1", "click>=1000", "pyspark; extra == 'spark'"]
    monkeypatch.setattr(doctor, "requires", lambda _: needed)
    monkeypatch.setattr(doctor, "metadata", lambda _: _Extras())
    monkeypatch.setattr(doctor, "_is_installed", lambda: True)
    found = signs(tmp_path)
    assert (found["missing"].health, found["missing"].parameters["package"]) == (Health.BROKEN, "no-such-package")
    assert (found["other_version"].health, found["other_version"].parameters["package"]) == (Health.BROKEN, "click")
    assert (found["extra_missing"].health, found["extra_missing"].parameters["packages"]) == (Health.FINE, "pyspark")


class _Extras:
    def get_all(self, _):
        return ["spark"]


def test_a_checkout_that_is_not_installed_is_told(tmp_path, monkeypatch):
    def missing(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(doctor, "version", missing)
    assert signs(tmp_path)["not_installed"].health is Health.WARNING


@pytest.mark.parametrize(("name", "variable"), [("cache", "DQ_CACHE"), ("audit", "DQ_AUDIT")])
def test_a_folder_that_cannot_be_written_breaks_it(tmp_path, monkeypatch, name, variable):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(variable, str(tmp_path / "file" / "x"))
    found = signs(tmp_path)
    assert name not in found
    assert found["not_writable"].health is Health.BROKEN


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_command_says_all_in_both_languages(tmp_path, lang):
    result = CliRunner().invoke(cli, ["doctor", "--out", str(tmp_path), "--lang", lang], standalone_mode=False)
    assert result.return_value == 0
    assert len(result.output.splitlines()) >= 9
