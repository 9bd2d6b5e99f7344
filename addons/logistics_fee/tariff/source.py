"""What a tariff says, in exact integers and in one canonical shape; the form that is stored, compared and hashed.

All source forms (ladder, first and continued weight, per kg, per piece, base and step) become bands here, so that two sheets
that say the same thing in two layouts have the same checksum.
"""
import hashlib
import json
from dataclasses import asdict, dataclass, field

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Band:
    """One weight range: ``price = base + ceil((w - over) / step) * rate`` for ``from < w <= upto``.

    :ivar from_g: lower bound in grams (pieces for a zone priced by the piece), excluded.
    :ivar upto_g: upper bound, included; None = open.
    :ivar base_micro: millionths of a yuan.
    :ivar over_g: weight from which the steps are counted.
    :ivar step_g: size of a started step; 0 = no steps, the price is the base.
    :ivar rate_micro: millionths of a yuan per started step.
    """

    from_g: int
    upto_g: int | None
    base_micro: int
    over_g: int = 0
    step_g: int = 0
    rate_micro: int = 0

    def steps(self, weight_g: int) -> int:
        """:return: number of started steps of a weight."""
        return -((self.over_g - weight_g) // self.step_g) if self.step_g and weight_g > self.over_g else 0

    def price_micro(self, weight_g: int) -> int:
        """:return: price of a weight in millionths of a yuan, not rounded."""
        return self.base_micro + self.steps(weight_g) * self.rate_micro


@dataclass(frozen=True, slots=True)
class Zone:
    """A price region.

    :ivar include: division codes priced by this zone, any level.
    :ivar exclude: division codes below an included one that this zone does not price.
    :ivar per: ``"g"`` when the bands count grams, ``"piece"`` when they count pieces.
    :ivar transit_days: promise (min, max) in days, or None. :ivar working: only working days count in it.
    """

    code: str
    bands: tuple = ()
    include: tuple = ()
    exclude: tuple = ()
    is_default: bool = False
    per: str = "g"
    transit_days: tuple | None = None
    working: bool = False


@dataclass(frozen=True, slots=True)
class WeightRule:
    """Billable weight: steps by range ((upto_g or None, step_g), ...), rounding mode, forgiven excess, minimum."""

    steps: tuple = ()
    mode: str = "up"
    tolerance_g: int = 0
    min_g: int = 0


@dataclass(frozen=True, slots=True)
class Volumetric:
    """Light cargo: divisor in cm3 per kg (equally mm3 per g), mode max | ratio | share."""

    divisor: int
    mode: str = "max"
    ratio_ppm: int = 0
    share_ppm: int = 0


@dataclass(frozen=True, slots=True)
class Surcharge:
    """One extra line; ``params`` and ``when`` are sorted pairs whose meaning belongs to its kind and its conditions."""

    code: str
    kind: str
    order: int = 0
    scope: str = "shipment"
    params: tuple = ()
    when: tuple = ()


@dataclass(frozen=True, slots=True)
class TariffSource:
    """Everything of a contract version that decides a price; its dates belong to the version."""

    zones: tuple = ()
    not_served: tuple = ()
    weight: WeightRule = field(default_factory=WeightRule)
    volumetric: Volumetric | None = None
    aggregate: str = "per_parcel"
    rounding_mode: str = "half_up"
    rounding_unit_fen: int = 1
    surcharges: tuple = ()
    currency: str = "CNY"


def canonical(source: TariffSource) -> dict:
    """Give the JSON shape of a tariff, with every order that carries no meaning sorted away.

    :param source: the tariff.
    :return: dict of str, int, list and None only.
    """
    data = asdict(source)
    for zone in data["zones"]:
        zone["include"] = sorted(set(zone["include"]))
        zone["exclude"] = sorted(set(zone["exclude"]))
        if not zone["working"]:
            del zone["working"]  # texts and checksums of before stay as they are
        zone["bands"] = sorted(zone["bands"], key=lambda b: (b["upto_g"] is None, b["upto_g"] or 0, b["from_g"]))
    data["zones"] = sorted(data["zones"], key=lambda z: z["code"])
    data["not_served"] = sorted(set(data["not_served"]))
    data["surcharges"] = sorted(data["surcharges"], key=lambda s: (s["order"], s["code"]))
    return {"schema": SCHEMA, **data}


def dumps(source: TariffSource) -> str:
    """:return: the canonical text; equal tariffs have equal texts."""
    return json.dumps(canonical(source), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def checksum(text: str) -> str:
    """:param text: canonical text (with whatever the caller adds, e.g. dates). :return: sha256 in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def _tuples(value):
    return tuple(_tuples(v) for v in value) if isinstance(value, list) else value


def loads(text: str) -> TariffSource:
    """Read a canonical text back.

    :param text: what :func:`dumps` wrote.
    :return: an equal TariffSource (in canonical order).
    :raises ValueError: if the schema is newer than this program.
    """
    data = json.loads(text)
    if data.pop("schema") != SCHEMA:
        raise ValueError("tariff text of an unknown schema")
    data = {key: _tuples(value) if key not in ("weight", "volumetric") else value for key, value in data.items()}
    data["zones"] = tuple(
        Zone(**{**zone, "bands": tuple(Band(**band) for band in zone["bands"])})
        for zone in ({k: _tuples(v) if k != "bands" else v for k, v in z.items()} for z in data["zones"])
    )
    data["weight"] = WeightRule(**{k: _tuples(v) for k, v in data["weight"].items()})
    data["volumetric"] = data["volumetric"] and Volumetric(**data["volumetric"])
    data["surcharges"] = tuple(Surcharge(**{k: _tuples(v) for k, v in s.items()}) for s in data["surcharges"])
    return TariffSource(**data)
