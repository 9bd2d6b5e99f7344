"""The outcome as JSON data: what an order keeps, and what a return is worked out from years later."""
from .outcome import AssetUse, Effect, Gift, Hint, Issue, LineResult, Outcome, Rejection, ShipResult, Step

ROWS = {"lines": LineResult, "shipping": ShipResult, "assets": AssetUse, "rejected": Rejection, "hints": Hint}
PLAIN = ("limits", "choices", "searches")
WORDS = ("input_hash", "snapshot_hash", "engine")


def _lists(value):
    return [_lists(item) for item in value] if isinstance(value, (list, tuple)) else value


def _tuples(value):
    return tuple(_tuples(item) for item in value) if isinstance(value, (list, tuple)) else value


def outcome_row(outcome, steps=False):
    """:param steps: keep the calculations too. :return: JSON data; amounts in fen, fields in the order of their classes."""
    row = {name: _lists(getattr(outcome, name)) for name in (*ROWS, *PLAIN)}
    row.update({name: getattr(outcome, name) for name in WORDS})
    row["effects"] = [_lists(effect if steps else effect._replace(steps=())) for effect in outcome.effects]
    row["result_hash"] = outcome.result_hash
    return row


def read_outcome(row):
    """Read a stored outcome.

    :return: Outcome.
    :raises ValueError: when it does not hash to the hash it was stored with.
    """
    values = {name: tuple(cls(*_tuples(item)) for item in row[name]) for name, cls in ROWS.items()}
    values.update({name: _tuples(row[name]) for name in PLAIN})
    values["effects"] = tuple(_effect(item) for item in row["effects"])
    found = Outcome(**values, **{name: row[name] for name in WORDS})
    if row.get("result_hash", found.result_hash) != found.result_hash:
        raise ValueError("the stored result was changed: its hash differs")
    return found


def _effect(item):
    effect = Effect(*_tuples(item))
    return effect._replace(
        gifts=tuple(Gift(*gift) for gift in effect.gifts), issues=tuple(Issue(*issue) for issue in effect.issues),
        steps=tuple(Step(*step) for step in effect.steps))
