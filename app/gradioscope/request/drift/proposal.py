"""Steps that settle what has changed, and the request after they were taken."""

from __future__ import annotations

from dataclasses import replace

from gradioscope.gradio.model import Json
from gradioscope.request.drift.changes import Drift, Give, Move, Proposal, UseEndpoint
from gradioscope.request.saved import MadeFor, SavedRequest


def propose(drift: Drift) -> Proposal:
    """What is proposed for all of it: also new names of parameters without a value, as one that is given for the new
    name is not to be taken for one of the old."""
    return Proposal(tuple(change.step for change in drift.changes if change.step is not None))


def apply(saved: SavedRequest, proposal: Proposal) -> SavedRequest:
    """The request after all steps, each taken from what it was before: two parameters can change places.

    A value that another one takes the place of goes to where that came from, so that none is lost. What the request
    was made for follows the names, so that it can be compared again.
    """
    endpoint = saved.endpoint
    moves: dict[str, str | None] = {}
    gifts: dict[str, Json] = {}
    for step in proposal.steps:
        match step:
            case UseEndpoint(name):
                endpoint = name
            case Move(old, new):
                moves[old] = new
            case Give(name, value):
                gifts[name] = value
    renamed = _renamed(moves, saved)
    placed = ((renamed.get(name, name), value) for name, value in saved.values.items())
    values = {name: value for name, value in placed if name is not None} | gifts
    return replace(saved, endpoint=endpoint, values=values, made_for=_follow(saved.made_for, renamed))


def _renamed(moves: dict[str, str | None], saved: SavedRequest) -> dict[str, str | None]:
    """The moves, and where those go that are in the way."""
    found = dict(moves)
    known = {*saved.values, *(each.name for each in (saved.made_for.parameters if saved.made_for else ()))}
    for old, new in moves.items():
        if new is not None and new in known and new not in found:
            found[new] = old
    return found


def _follow(made_for: MadeFor | None, renamed: dict[str, str | None]) -> MadeFor | None:
    if made_for is None:
        return None
    parameters = (replace(each, name=renamed.get(each.name) or each.name) for each in made_for.parameters)
    return replace(made_for, parameters=tuple(parameters))
