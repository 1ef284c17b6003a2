"""Drives a window from outside, through the accessibility tree, as a screen reader would.

Runs in Debian's own Python, which has pyatspi. One JSON command a line on standard input, one JSON
answer a line on standard output: {"do": "find", "name": "Run", "role": "push button"} and so on.
"""

import json
import sys
import traceback

import pyatspi

APPLICATION = "gradioscope"


def applications():
    desktop = pyatspi.Registry.getDesktop(0)
    return [app for app in desktop if app is not None and APPLICATION in (app.name or "").lower()]


def walk(node, depth=0):
    """Every node below, in reading order; a table's cells are asked for by row instead."""
    if node is None or depth > 40:
        return
    yield node
    try:
        role = node.getRoleName()
        if role in ("table", "tree table", "tree", "list") and depth:
            return
        children = [node.getChildAtIndex(i) for i in range(node.childCount)]
    except Exception:  # a node may vanish while it is walked
        return
    for child in children:
        yield from walk(child, depth + 1)


def labels(node):
    found = [node.name or ""]
    try:
        for relation in node.getRelationSet():
            if relation.getRelationType() == pyatspi.RELATION_LABELLED_BY:
                found += [relation.getTarget(i).name or "" for i in range(relation.getNTargets())]
    except Exception:
        pass
    return found


def showing(node):
    states = node.getState()
    return states.contains(pyatspi.STATE_SHOWING) and states.contains(pyatspi.STATE_VISIBLE)


def matches(node, wanted):
    name = wanted.get("name")
    if name is not None:
        names = labels(node)
        exact = not wanted.get("begins")
        if exact and name not in names:
            return False
        if not exact and not any(found.startswith(name) for found in names):
            return False
    if wanted.get("role") and node.getRoleName() not in wanted["role"].split("|"):
        return False
    return showing(node) or wanted.get("hidden")


def find(wanted):
    """The first match in reading order; a label only where nothing else has the name, as it labels that."""
    label = None
    for app in applications():
        for node in walk(app):
            try:
                if matches(node, wanted):
                    if node.getRoleName() != "label" or wanted.get("role"):
                        return node
                    label = label or node
            except Exception:
                continue
    return label


def text_of(node):
    try:
        text = node.queryText()
        return text.getText(0, text.characterCount)
    except NotImplementedError:
        return None


def described(node):
    states = node.getState()
    extents = node.queryComponent().getExtents(pyatspi.DESKTOP_COORDS) if has(node, "queryComponent") else None
    value = node.queryValue().currentValue if has(node, "queryValue") else None
    return {
        "name": node.name,
        "labels": labels(node),
        "role": node.getRoleName(),
        "description": node.description,
        "text": text_of(node),
        "value": value,
        "box": [extents.x, extents.y, extents.width, extents.height] if extents else None,
        "states": sorted(pyatspi.stateToString(s) for s in states.getStates()),
    }


def has(node, query):
    try:
        getattr(node, query)()
    except NotImplementedError:
        return False
    return True


def texts(node):
    """Every text below a node: names, descriptions and contents."""
    found = []
    for item in walk(node):
        found += [part for part in (item.name, item.description, text_of(item)) if part]
    return found


def table(node, limit=400):
    grid = node.queryTable()
    rows = []
    for row in range(max(0, grid.nRows - limit), grid.nRows):
        rows.append([grid.getAccessibleAt(row, column).name for column in range(grid.nColumns)])
    return {"rows": grid.nRows, "shown": rows}


def answer(command):
    do = command["do"]
    if do == "tree":
        return [[node.getRoleName(), node.name, node.description] for app in applications() for node in walk(app)]
    node = find(command)
    if do == "find":
        return described(node) if node else None
    if node is None:
        raise LookupError(f"nothing named {command.get('name')!r} is shown")
    if do == "focus":
        return node.queryComponent().grabFocus()
    if do == "press":
        action = node.queryAction()
        names = [action.getName(i).lower() for i in range(action.nActions)]
        wanted = next((i for i, name in enumerate(names) if name in ("press", "toggle", "click", "showmenu")), 0)
        return action.doAction(wanted)
    if do == "texts":
        return texts(node)
    if do == "table":
        return table(node)
    if do == "children":
        return [described(node.getChildAtIndex(i)) for i in range(node.childCount)]
    raise ValueError(do)


for line in sys.stdin:
    try:
        print(json.dumps({"ok": answer(json.loads(line))}), flush=True)
    except Exception as error:
        print(json.dumps({"error": f"{error!r}", "trace": traceback.format_exc()}), flush=True)
