"""The deployments, served to the Prefect server of the environment: `python -m flows.deployments CORPUS`."""

import asyncio
import os
import signal
import sys
from contextlib import suppress
from typing import Any

import httpx
from prefect import get_client
from prefect.client.schemas.filters import (
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterDeploymentId,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.deployments.runner import RunnerDeployment
from prefect.runner import Runner
from prefect.states import Crashed
from prefect.types.entrypoint import EntrypointType

from flows.children import end_with_parent
from flows.process import process_testimonies, reannotate

__all__ = ["deployments", "end_stale_runs"]

BEGUN = (StateType.PENDING, StateType.RUNNING, StateType.CANCELLING)
STOPPED = "Testimonio was stopped during this run. What was stored stays; run it again for the rest."
RUNS_AT_ONCE = 2  # each loads its own models


def deployments(corpus: str) -> list[RunnerDeployment]:
    """All deployments, with the served corpus as the default of their forms."""
    return [
        RunnerDeployment.from_flow(
            each,
            name=each.name,
            parameters={"corpus": corpus},
            # Without the arguments: the form shows those beside their fields.
            description=(each.description or "").partition("\n\n")[0],
            # By module, so that a run finds the flow from whatever folder `serve` was started in.
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
        for each in (process_testimonies, reannotate)
    ]


def end_stale_runs() -> None:
    """Close the runs of a runner that is gone, and with it their processes, but that still count as running."""
    with get_client(sync_client=True) as client:
        runs = client.read_flow_runs(
            flow_filter=FlowFilter(name=FlowFilterName(any_=[process_testimonies.name, reannotate.name])),
            flow_run_filter=FlowRunFilter(
                deployment_id=FlowRunFilterDeploymentId(is_null_=False),
                state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(BEGUN))),
            ),
        )
        for run in runs:
            client.set_flow_run_state(run.id, Crashed(message=STOPPED), force=True)


class _Runner(Runner):
    """Prefect's runner, ending in good order. Its own handler raises SystemExit inside the event loop (3.8.8)."""

    def handle_sigterm(self, *_args: Any, **_options: Any) -> None:
        signal.raise_signal(signal.SIGINT)  # asyncio cancels the main task on this one


if __name__ == "__main__":
    end_with_parent()
    os.umask(0o077)
    end_stale_runs()
    # A shell starts background jobs with this signal ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    runner = _Runner(limit=RUNS_AT_ONCE, pause_on_shutdown=False)
    for deployment in deployments(sys.argv[1]):
        runner.add_deployment(deployment)
    with suppress(KeyboardInterrupt):
        asyncio.run(runner.start())
    # Ending, the runner has killed the processes of its runs, and they could say nothing.
    with suppress(httpx.HTTPError):
        end_stale_runs()
