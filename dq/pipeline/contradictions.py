"""What a request may not ask for at once, said before anything is read."""

from dq.catalog import Catalog
from dq.errors import UsageError
from dq.pipeline.companions import refuse_wrong_companions
from dq.pipeline.request import RunRequest


def refuse_contradictions(request: RunRequest, catalog: Catalog) -> None:
    """Refuse a request that asks for two things at once.

    Raises:
        UsageError: It names a reference and none, or one that the dataset has no use for, a key and no reference, or
            wrong companions.
    """
    catalog.schema(request.dataset)  # refuses a dataset that there is not, with the closest names
    if request.reference is not None and request.no_register:
        raise UsageError("usage.reference_and_no_register")
    if request.key is not None and request.reference is None:
        raise UsageError("pseudonyms.key_alone")
    if request.reference is not None and not catalog.roles(request.dataset):
        raise UsageError("usage.no_roles", dataset=request.dataset)
    refuse_wrong_companions(request, catalog)
