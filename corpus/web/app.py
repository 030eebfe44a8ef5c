"""The site's application. For now it says whether all of `testimonio serve` is up."""

from collections.abc import Callable

from fastapi import FastAPI, Response

from corpus.web.guard import OnlyThisMachine

__all__ = ["create_app"]


def create_app(*, ready: Callable[[], bool]) -> FastAPI:
    """The site, for this machine only; `ready()` says whether everything behind it is up."""
    app = FastAPI(title="Testimonio", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(OnlyThisMachine)

    @app.get("/healthz")
    def healthz(response: Response) -> dict[str, str]:
        response.headers["Cache-Control"] = "no-store"
        if not ready():
            response.status_code = 503
            return {"status": "starting"}
        return {"status": "ok"}

    return app
