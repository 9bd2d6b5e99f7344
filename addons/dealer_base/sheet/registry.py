"""All layouts of the installed addons. An addon adds one by calling :func:`register_layout` at import."""

_LAYOUTS = {}


def register_layout(layout):
    """Make a layout known to the import jobs.

    :param layout: a :class:`Layout` whose importer is the model ``dealer.import.<code>``.
    :return: the layout, so the call can be an assignment.
    :raises ValueError: if another layout has this code.
    """
    if _LAYOUTS.setdefault(layout.code, layout) != layout:
        raise ValueError(f"layout {layout.code!r} is registered already")
    return layout


def get_layout(code):
    """The layout of a code.

    :raises KeyError: if no installed addon has it.
    """
    return _LAYOUTS[code]


def layout_codes() -> tuple:
    """Codes of all layouts, sorted."""
    return tuple(sorted(_LAYOUTS))
