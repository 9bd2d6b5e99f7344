"""A parcel as the engine sees it, and the weight it is billed at before any rounding."""
from dataclasses import dataclass

from .refusal import Refusal
from .source import Volumetric
from .units import PPM


@dataclass(frozen=True, slots=True)
class Parcel:
    """:ivar weight_g: actual weight; None or 0 = unknown. :ivar dims_mm: three sides or None. :ivar pieces: items inside.
    :ivar assumed: the weight is a default, nobody weighed the goods; the explanation says so.
    :ivar goods_mm3: volume of the goods inside, which counts as long as nobody knows the sides."""

    weight_g: int | None
    dims_mm: tuple | None = None
    pieces: int = 1
    assumed: bool = False
    goods_mm3: int = 0

    @property
    def volume_mm3(self) -> int:
        """Volume in cubic millimetres: of the sides, else of the goods; 0 if neither is known."""
        if not self.dims_mm:
            return self.goods_mm3
        length, width, height = self.dims_mm
        return length * width * height


def problem(parcel: Parcel, position: int) -> Refusal | None:
    """Say what is wrong with a parcel.

    :param parcel: the parcel.
    :param position: its number, from 1, for the sentence.
    :return: ``missing_weight``, ``bad_weight``, ``bad_dims`` or None.
    """
    if not parcel.weight_g:
        return Refusal("missing_weight", (("parcel", position),))
    if parcel.weight_g < 0 or parcel.pieces < 1:
        return Refusal("bad_weight", (("parcel", position), ("weight_g", parcel.weight_g)))
    if parcel.goods_mm3 < 0:
        return Refusal("bad_dims", (("parcel", position), ("dims_mm", (parcel.goods_mm3,))))
    if parcel.dims_mm is not None and (len(parcel.dims_mm) != 3 or min(parcel.dims_mm) <= 0):
        return Refusal("bad_dims", (("parcel", position), ("dims_mm", parcel.dims_mm)))
    return None


def chosen_weight(actual_g: int, volume_mm3: int, rule: Volumetric | None) -> tuple[int, int, str]:
    """Choose between actual and volumetric weight, exactly.

    :param actual_g: grams on the scale, > 0.
    :param volume_mm3: volume, 0 = not measured.
    :param rule: the tariff's light-cargo rule or None.
    :return: (numerator, denominator) of the weight in grams, and the basis ``actual`` | ``volume`` | ``share``.
    """
    if rule is None or not volume_mm3 or volume_mm3 <= actual_g * rule.divisor:
        return actual_g, 1, "actual"
    if rule.mode == "ratio" and volume_mm3 * PPM <= actual_g * rule.divisor * rule.ratio_ppm:
        return actual_g, 1, "actual"
    if rule.mode == "share":
        extra = (volume_mm3 - actual_g * rule.divisor) * rule.share_ppm
        return actual_g * rule.divisor * PPM + extra, rule.divisor * PPM, "share"
    return volume_mm3, rule.divisor, "volume"
