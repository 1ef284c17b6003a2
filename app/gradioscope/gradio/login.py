"""An app's own login: `POST /login` under the app's base, never under the API prefix."""

from __future__ import annotations

from gradioscope.gradio.connection import Connection
from gradioscope.gradio.errors import ConnectionFailed, WrongCredentials


async def login(connection: Connection, url: str, user: str, password: str) -> None:
    """Log in at the app whose base is `url`; its cookies are kept for its origin from then on.

    Raises WrongCredentials (Gradio answers 400 to a wrong password, not 401), ConnectionFailed.
    """
    connection.masker.learn(password)
    answer = await connection.request("POST", f"{url}/login", form={"username": user, "password": password})
    if answer.status in (400, 401, 403, 422):  # 422: an empty user name or password
        raise WrongCredentials(url)
    if answer.status in (302, 303, 307):
        return  # an app without a login sends to its page
    if answer.status != 200:
        raise ConnectionFailed(
            f"The login failed with {answer.status}.",
            "The app did not take the request for its login.",
            "Connect again; the app may have been restarted.",
            details=answer.text[:2000],
        )
