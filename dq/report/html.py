"""The view model as one HTML page: both languages in it, no request to anywhere, everything from data escaped."""

import base64
import hashlib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dq.locale import LANGUAGES, load_locale
from dq.model import Text
from dq.report.charts import flow_chart
from dq.report.format import Size, plain
from dq.report.view import View
from dq.report.view_batch import BatchView
from dq.report.view_comparison import ComparisonView
from dq.report.view_summary import SummaryView
from dq.report.view_verdict import Phrase


def render(view: View, language: str) -> str:
    """Return the report as one self-contained HTML document that opens in `language`, `vi` or `en`."""
    return _page("report.html", language, view=view, chart=flow_chart(view.flow))


def render_comparison(comparison: ComparisonView, language: str) -> str:
    """Return the comparison of two runs as one self-contained HTML document that opens in `language`."""
    return _page("comparison_page.html", language, comparison=comparison)


def render_batch(batch: BatchView, language: str) -> str:
    """Return the overview of a batch as one self-contained HTML document that opens in `language`."""
    return _page("batch_page.html", language, batch=batch)


def render_summary(summary: SummaryView, language: str) -> str:
    """Return the monthly summary as one self-contained HTML document that opens in `language`."""
    return _page("summary_page.html", language, styles=("report.css", "summary.css"), summary=summary)


def _page(template: str, language: str, *, styles: Sequence[str] = ("report.css",), **content: object) -> str:
    style, script = "".join(map(_asset, styles)), _asset("report.js")
    return (
        _environment()
        .get_template(template)
        .render(
            **content,
            language=language,
            style=Markup(style),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own file
            # Only this style and this script may act: even if a value got through unescaped, it could do nothing.
            policy=f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; img-src data:; "
            "base-uri 'none'; form-action 'none'",
        )
    )


def in_language(value: object, language: str) -> str:
    """Return a text, a phrase, several of them, or any value of the view model as it is said in `language`."""
    if isinstance(value, Text):
        return value.get(language)
    if isinstance(value, Phrase):
        parameters = {name: in_language(item, language) for name, item in value.parameters.items()}
        return load_locale(language).say(value.key, **parameters)
    if isinstance(value, tuple):
        return "; ".join(in_language(item, language) for item in value)
    return plain(value, language)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dq.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pair, svg_pair = environment.get_template("pair.html"), environment.get_template("pair.svg")

    def both(value: object, template: Any = pair) -> Markup:
        said = {language: in_language(value, language) for language in LANGUAGES}
        return Markup(template.render(said).strip("\n"))  # noqa: S704 - the template has escaped it

    def say(key: str, /, **parameters: object) -> Markup:
        return both(Phrase(key, parameters))

    def label(prefix: str, code: str) -> Phrase | str:
        """Return the phrase `prefix.code`; the code itself where the locale has none: codes come from a run folder."""
        key = f"{prefix}.{code}"
        return Phrase(key, {}) if key in load_locale("vi").sentences else code

    environment.filters |= {"both": both, "svg": lambda value: both(value, svg_pair)}
    environment.globals |= {
        "t": say,
        "phrase": lambda key, /, **parameters: Phrase(key, parameters),
        "label": label,
        "size": Size,
        "in_language": in_language,
    }
    return environment


def _asset(name: str) -> str:
    return (files("dq.report") / "templates" / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
