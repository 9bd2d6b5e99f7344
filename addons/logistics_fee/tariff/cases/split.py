"""Units and the weights of the boxes they go into."""
from ..pack import Packing, Unit, pack
from .registry import differs, register


@register("split")
def check_split(case, file):
    """Pack the units; in which order the boxes are named does not matter."""
    units = [Unit(weight_g, qty) for weight_g, qty in case["units_g"]]
    boxes = pack(units, Packing(case["max_g"], max_pieces=case.get("max_pieces")))
    expected = case["expected"]
    if not isinstance(boxes, tuple):
        return differs("boxes", expected, boxes.code)
    out = differs("boxes", expected if isinstance(expected, str) else sorted(expected), sorted(box.goods_g for box in boxes))
    return out + differs("units in the boxes", sum(unit.qty for unit in units), sum(box.pieces for box in boxes))
