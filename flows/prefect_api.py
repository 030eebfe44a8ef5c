"""Where Prefect's server is, whether it is up, and what its processes need to know. Imports nothing of Prefect."""

from __future__ import annotations

import base64
import os
from urllib.parse import urlsplit

import httpx

from corpus.web.guard import LOOPBACK

__all__ = ["answers", "api_url", "prefect_environment", "server_is_up"]


def api_url(port: int = 4200) -> str:
    """The Prefect server that a tracked run reports to: the environment's, else the one that `serve` starts."""
    return os.environ.get("PREFECT_API_URL") or f"http://127.0.0.1:{port}/api"


def server_is_up(url: str, *, seconds: float = 0.3) -> bool:
    """Whether a Prefect server of this machine answers at `url`, and would take a run from us.

    A server elsewhere counts as none: it would get to know the names of folders and collections.
    """
    return urlsplit(url).hostname in LOOPBACK and answers(f"{url}/admin/version", seconds=seconds)


def answers(url: str, *, seconds: float) -> bool:
    """Whether Prefect's server answers a GET of `url` with what was asked for."""
    auth = os.environ.get("PREFECT_API_AUTH_STRING") or os.environ.get("PREFECT_SERVER_API_AUTH_STRING")
    headers = {"Authorization": "Basic " + base64.b64encode(auth.encode()).decode()} if auth else {}
    try:
        return httpx.get(url, timeout=seconds, headers=headers, trust_env=False).is_success
    except httpx.HTTPError:
        return False


def prefect_environment(url: str) -> dict[str, str]:
    """Prefect's settings for the server at `url` and for its clients; what the environment says already is kept."""
    server = url.removesuffix("/api")
    wanted = {
        # The default lets any page that the user opens read and start runs.
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": f"{server},{server.replace('127.0.0.1', 'localhost')}",
        "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "true",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
        "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
        "PREFECT_CLI_PROMPT": "false",
        "PREFECT_RUNNER_POLL_FREQUENCY": "2",  # seconds from Run to its start at the most; the default is 10
    }
    if auth := os.environ.get("PREFECT_SERVER_API_AUTH_STRING"):
        wanted["PREFECT_API_AUTH_STRING"] = auth
    environment = {key: os.environ.get(key, value) for key, value in wanted.items()}
    # A proxy of the environment has no business between two processes of this machine.
    for name in ("NO_PROXY", "no_proxy"):
        environment[name] = ",".join(filter(None, [os.environ.get(name), "127.0.0.1", "localhost", "::1"]))
    return {**environment, "PREFECT_API_URL": url}
