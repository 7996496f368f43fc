"""What the contestants on Great Expectations and pandas share."""

from typing import Any

import great_expectations as gx


def whole_frame() -> Any:
    """Return the definition of a batch that is a whole frame, handed over as `{"dataframe": frame}`."""
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    asset = context.data_sources.add_pandas("frame").add_dataframe_asset("frame")
    return asset.add_batch_definition_whole_dataframe("all")
