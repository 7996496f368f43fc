"""Where dq keeps what outlives a run."""

from pathlib import Path

from dq.places import audit_file, cache_folder


def test_the_environment_decides(monkeypatch, tmp_path):
    monkeypatch.setenv("DQ_CACHE", "/secure")
    monkeypatch.setenv("DQ_AUDIT", "/secure/trail.jsonl")
    assert (cache_folder(), audit_file()) == (Path("/secure"), Path("/secure/trail.jsonl"))
    monkeypatch.setenv("DQ_AUDIT", str(tmp_path))
    assert audit_file() == tmp_path / "audit.jsonl"


def test_else_they_are_folders_of_the_user(monkeypatch):
    for name in ("DQ_CACHE", "DQ_AUDIT"):
        monkeypatch.delenv(name, raising=False)
    assert cache_folder().is_relative_to(Path.home())
    assert audit_file().is_relative_to(Path.home())
    assert audit_file().name == "audit.jsonl"
