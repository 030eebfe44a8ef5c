"""The deployments, served to the Prefect server of the environment: `python -m flows.deployments CORPUS`."""

import os
import sys

from prefect import serve as serve_deployments
from prefect.deployments.runner import EntrypointType, RunnerDeployment

from flows.children import end_with_parent
from flows.process import process_testimonies, reannotate

__all__ = ["deployments"]

RUNS_AT_ONCE = 2  # each loads its own models


def deployments(corpus: str) -> list[RunnerDeployment]:
    """All deployments, with the served corpus as the default of their forms."""
    return [
        each.to_deployment(
            name=each.name,
            parameters={"corpus": corpus},
            # Without the arguments: the form shows those beside their fields.
            description=(each.description or "").partition("\n\n")[0],
            # By module, so that a run finds the flow from whatever folder `serve` was started in.
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        for each in (process_testimonies, reannotate)
    ]


if __name__ == "__main__":
    end_with_parent()
    os.umask(0o077)
    serve_deployments(*deployments(sys.argv[1]), limit=RUNS_AT_ONCE, print_starting_message=False)
