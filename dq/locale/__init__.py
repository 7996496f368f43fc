"""What the interface says, in Vietnamese and English: one flat key a sentence, `str.format` with named placeholders.

Only the command line and the report know languages; rule text lives with the rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

LANGUAGES = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Locale:
    """The sentences of one language."""

    language: str
    sentences: Mapping[str, str]

    def say(self, key: str, /, **parameters: object) -> str:
        """Return the sentence under `key` with its placeholders filled.

        Raises:
            KeyError: There is no such key, or a placeholder has no parameter.
        """
        return self.sentences[key].format(**parameters)


@lru_cache(maxsize=len(LANGUAGES))
def load_locale(language: str) -> Locale:
    """Return the sentences of `language`, `vi` or `en`."""
    import yaml

    text = (files("dq.locale") / f"{language}.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return Locale(language, yaml.load(text, Loader=loader))  # noqa: S506 - a safe loader, the C one where it exists
