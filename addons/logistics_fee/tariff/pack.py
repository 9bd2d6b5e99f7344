"""Goods into boxes by weight: whole units, integer grams, so 36 x 1.4 kg at 16.8 kg are three boxes and never four."""
from collections.abc import Iterable
from dataclasses import dataclass

from .parcel import Parcel
from .refusal import Refusal

# Units up to which a better packing than the greedy one is looked for, and how many attempts that may cost.
EXACT_UNITS, ATTEMPTS = 24, 20_000


@dataclass(frozen=True, slots=True)
class Unit:
    """Equal undividable units. :ivar weight_g: grams of one. :ivar key: what the caller knows them by.
    :ivar assumed: the weight is the default of the category, nobody weighed it. :ivar volume_mm3: of one, 0 = not known."""

    weight_g: int
    qty: int
    key: object = None
    assumed: bool = False
    volume_mm3: int = 0


@dataclass(frozen=True, slots=True)
class Packing:
    """How goods are boxed. :ivar max_g: weight of the goods in a box, included. :ivar tare_g: weight of the empty box.
    :ivar max_pieces: units in a box, None = any. :ivar dims_mm: outer size of a box, None = not known."""

    max_g: int
    tare_g: int = 0
    max_pieces: int | None = None
    dims_mm: tuple | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """:ivar goods_g: weight of the goods. :ivar contents: ((position of the unit, quantity), ...)."""

    goods_g: int
    contents: tuple

    @property
    def pieces(self) -> int:
        """Number of units inside."""
        return sum(qty for _position, qty in self.contents)


def _greedy(order, units, rule):
    """First fit, heaviest first; equal units are put in by the handful."""
    boxes: list[list] = []
    for position in order:
        unit, left = units[position], units[position].qty
        for box in boxes:
            fits = _fits(rule, unit, box[0], box[1], left)
            if fits:
                box[0], box[1] = box[0] + fits * unit.weight_g, box[1] + fits
                box[2].append((position, fits))
                left -= fits
            if not left:
                break
        while left:
            fits = _fits(rule, unit, 0, 0, left)
            boxes.append([fits * unit.weight_g, fits, [(position, fits)]])
            left -= fits
    return boxes


def _fits(rule, unit, used_g, used_pieces, left):
    fits = min((rule.max_g - used_g) // unit.weight_g, left)
    return fits if rule.max_pieces is None else min(fits, rule.max_pieces - used_pieces)


def _exact(order, units, rule, count):
    """Search a packing into `count` boxes; None when there is none or the attempts are used up."""
    items = [position for position in order for _ in range(units[position].qty)]
    loads, pieces, where = [0] * count, [0] * count, []
    budget = ATTEMPTS
    most = rule.max_pieces or len(items)

    def place(number):
        nonlocal budget
        if number == len(items):
            return True
        budget -= 1
        tried = set()
        for box in range(count):
            state = (loads[box], pieces[box])
            weight = units[items[number]].weight_g
            if state in tried or loads[box] + weight > rule.max_g or pieces[box] >= most or budget < 0:
                continue
            tried.add(state)
            loads[box], pieces[box] = loads[box] + weight, pieces[box] + 1
            where.append(box)
            if place(number + 1):
                return True
            where.pop()
            loads[box], pieces[box] = state
        return False

    if not place(0):
        return None
    boxes = []
    for box in range(count):
        inside: dict = {}
        for item, place_of in zip(items, where, strict=True):
            if place_of == box:
                inside[item] = inside.get(item, 0) + 1
        boxes.append([loads[box], pieces[box], list(inside.items())])
    return boxes


def pack(units: Iterable[Unit], rule: Packing):
    """Put units into as few boxes as the search finds.

    :param units: units, none dividable; those of quantity zero are left out.
    :param rule: the packing rule.
    :return: tuple of Box in the order they were opened, or a Refusal ``unit_over_max``,
        ``missing_weight``, ``bad_weight``.
    """
    units = list(units)
    for position, unit in enumerate(units, 1):
        if unit.qty < 0 or unit.weight_g is not None and unit.weight_g < 0:
            return Refusal("bad_weight", (("parcel", position), ("weight_g", unit.weight_g)))
        if unit.qty and not unit.weight_g:
            return Refusal("missing_weight", (("parcel", position),))
        if unit.qty and unit.weight_g > rule.max_g:
            return Refusal("unit_over_max", (("line", position), ("weight_g", unit.weight_g), ("max_g", rule.max_g)))
    order = sorted((i for i, unit in enumerate(units) if unit.qty), key=lambda i: (-units[i].weight_g, i))
    boxes = _greedy(order, units, rule)
    total, pieces = sum(box[0] for box in boxes), sum(box[1] for box in boxes)
    least = max(-(-total // rule.max_g), -(-pieces // rule.max_pieces) if rule.max_pieces else 0)
    if len(boxes) > least and pieces <= EXACT_UNITS:
        boxes = next((found for n in range(least, len(boxes)) if (found := _exact(order, units, rule, n))), boxes)
    return tuple(Box(goods_g, tuple(contents)) for goods_g, _pieces, contents in boxes)


def parcels_of(boxes: Iterable[Box], rule: Packing, units: Iterable[Unit] = ()) -> tuple:
    """Turn boxes into what is quoted.

    :param boxes: what :func:`pack` gave. :param rule: the same rule: tare and size of a box.
    :param units: the same units, so that a parcel with an assumed weight says so, and one without a size has the volume of its goods.
    :return: tuple of Parcel.
    """
    units = list(units)
    return tuple(
        Parcel(
            box.goods_g + rule.tare_g, rule.dims_mm, box.pieces,
            any(units[position].assumed for position, _qty in box.contents) if units else False,
            sum(units[position].volume_mm3 * qty for position, qty in box.contents) if units and not rule.dims_mm else 0)
        for box in boxes)
