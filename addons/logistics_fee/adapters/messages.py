"""Refusal and finding codes of the core -> sentences. The only place where they become words."""
from odoo.addons.dealer_base.money import yuan


def kilograms(weight_g) -> str:
    """:param weight_g: grams. :return: kilograms for a sentence, without needless zeros."""
    whole, rest = divmod(int(weight_g), 1000)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".")


def micro_yuan(micro) -> str:
    """:param micro: millionths of a yuan. :return: yuan with at least two decimals."""
    sign, size = ("-" if micro < 0 else ""), abs(micro)
    text = f"{size // 1_000_000}.{size % 1_000_000:06d}".rstrip("0")
    whole, _dot, part = text.partition(".")
    return f"{sign}{whole}.{part:0<2}"


def refusal_sentence(env, code, params, names=None) -> str:
    """Write why a price or a fee is refused, with the next step.

    :param env: environment; its language is used.
    :param code: a code of ``tariff.CODES``.
    :param params: dict of the refusal.
    :param names: dict with the display names ``carrier`` and ``division`` the caller knows.
    :return: one sentence or two.
    """
    given = {"carrier": "", "division": "", **params, **{k: v for k, v in (names or {}).items() if v}}
    writer = REFUSALS.get(code)
    return writer(env, given) if writer else env._("The fee cannot be computed (%(code)s).", code=code)


REFUSALS = {
    "no_contract": lambda env, p: env._(
        "%(carrier)s has no contract for this company: ask finance to enter one, or choose another carrier.",
        carrier=p["carrier"]),
    "no_contract_version": lambda env, p: env._(
        "The contract with %(carrier)s has no tariff in force on %(date)s: ask finance to activate a version, or choose another carrier.",
        carrier=p["carrier"], date=p.get("date", "")),
    "not_shipped": lambda env, p: env._("The parcel has not left yet, so there is no day to price it on: ask the warehouse what became of it."),
    "unknown_division": lambda env, p: env._(
        "The destination %(division)s is not a known province, city or district: choose it in the address.",
        division=p["division"]),
    "unsure_address": lambda env, p: env._(
        "The region of the address is not sure (%(division)s): confirm it or choose another one in the address.", division=p["division"]),
    "no_zone": lambda env, p: env._(
        "%(carrier)s has no price for %(division)s: choose another carrier or ask finance to complete the tariff.",
        carrier=p["carrier"], division=p["division"]),
    "not_served": lambda env, p: env._(
        "%(carrier)s does not deliver to %(division)s: choose another carrier.", carrier=p["carrier"], division=p["division"]),
    "no_band": lambda env, p: env._(
        "%(carrier)s has no price for %(weight)s kg in zone %(zone)s: ask finance to complete the tariff.",
        carrier=p["carrier"], weight=kilograms(p.get("weight_g", 0)), zone=p.get("zone", "")),
    "over_max_weight": lambda env, p: env._(
        "%(weight)s kg is more than %(carrier)s takes (%(limit)s kg): split the parcel or choose another carrier.",
        carrier=p["carrier"], weight=kilograms(p.get("weight_g", 0)), limit=kilograms(p.get("max_g", 0))),
    "over_max_pieces": lambda env, p: env._(
        "A parcel of %(pieces)s pieces is more than %(carrier)s takes (%(limit)s): split it or choose another carrier.",
        carrier=p["carrier"], pieces=p.get("pieces", ""), limit=p.get("max", "")),
    "over_max_size": lambda env, p: env._(
        "A parcel of %(size)s mm is larger than %(carrier)s takes (%(limit)s mm): pack it otherwise or choose another carrier.",
        carrier=p["carrier"], size=p.get("size_mm", ""), limit=p.get("max_mm", "")),
    "no_cod": lambda env, p: env._("%(carrier)s does not collect cash on delivery: choose another carrier.", carrier=p["carrier"]),
    "over_insured": lambda env, p: env._(
        "%(carrier)s insures up to %(limit)s CNY only: declare less or choose another carrier.", carrier=p["carrier"], limit=yuan(p.get("max_fen", 0))),
    "goods_not_taken": lambda env, p: env._("%(carrier)s does not take goods of this category: choose another carrier.", carrier=p["carrier"]),
    "missing_weight": lambda env, p: env._(
        "Parcel %(parcel)s has no weight: enter the weight of its goods.", parcel=p.get("parcel", "")),
    "bad_weight": lambda env, p: env._(
        "Parcel %(parcel)s has an impossible weight or number of pieces: correct it.", parcel=p.get("parcel", "")),
    "bad_dims": lambda env, p: env._(
        "Parcel %(parcel)s needs three sides above zero: correct its size.", parcel=p.get("parcel", "")),
    "no_parcels": lambda env, p: env._("There is nothing to ship: add goods with a weight."),
    "missing_option": lambda env, p: env._("The value %(option)s is missing.", option=p.get("option", "")),
    "no_rule": lambda env, p: env._(
        "No rule for the fee %(fee)s is in force on %(date)s: ask finance to activate one.",
        fee=fee_label(env, p.get("code", "")), date=p.get("date", "")),
    "bad_line": lambda env, p: env._(
        "Line %(line)s has a negative price or no quantity: correct it.", line=p.get("line", "")),
    "unit_over_max": lambda env, p: env._(
        "One unit of line %(line)s weighs %(weight)s kg, more than a box holds (%(limit)s kg): choose larger boxes or another carrier.",
        line=p.get("line", ""), weight=kilograms(p.get("weight_g", 0)), limit=kilograms(p.get("max_g", 0))),
    "no_bearer": lambda env, p: env._("The shares of the freight do not say who pays the rest: correct the rule."),
    "no_base": lambda env, p: env._(
        "The fee %(fee)s cannot be computed, the price it is taken of is not known: enter it.", fee=fee_label(env, p.get("code", ""))),
}


def line_label(env, code) -> str:
    """:param code: code of a quote line. :return: its label; an unknown surcharge shows its code. Codes of one kind differ after a colon."""
    labels = {
        "freight": lambda: env._("Freight"), "fuel": lambda: env._("Fuel surcharge"), "peak": lambda: env._("Peak surcharge"),
        "remote": lambda: env._("Remote area surcharge"), "insured": lambda: env._("Insurance"),
        "cod": lambda: env._("Cash on delivery"), "oversize": lambda: env._("Oversize surcharge"),
        "packaging": lambda: env._("Packaging"), "upstairs": lambda: env._("Carrying upstairs"),
        "discount": lambda: env._("Discount"), "heavy": lambda: env._("Heavy parcel surcharge"),
        "resource": lambda: env._("Resource surcharge"), "registration": lambda: env._("Registration"),
    }
    kind = code.partition(":")[0]
    return labels[kind]() if kind in labels else code


def fee_label(env, code) -> str:
    """:param code: code of a fee. :return: its label; an unknown one shows its code."""
    labels = {
        "admin": lambda: env._("Admin fee"), "handling": lambda: env._("Handling fee"), "packing": lambda: env._("Packing fee"),
        "service": lambda: env._("Service fee"),
    }
    return labels[code]() if code in labels else code


def bearer_label(env, code) -> str:
    """:param code: who bears a freight. :return: its label; an unknown one shows its code."""
    labels = {
        "dealer": lambda: env._("The dealer"), "hq": lambda: env._("Head office"), "consumer": lambda: env._("The consumer"),
    }
    return labels[code]() if code in labels else code


def finding_sentence(env, finding, division_name=str) -> str:
    """Write what is wrong in a tariff.

    :param finding: a ``tariff.Finding``.
    :param division_name: function(code) -> name of a division.
    :return: the sentence, with its zone in front.
    """
    params = dict(finding.params)
    for key in ("division", "divisions"):
        if key in params:
            codes = params[key] if key == "divisions" else (params[key],)
            params["division"] = "、".join(map(division_name, codes))
    writer = FINDINGS.get(finding.code)
    text = writer(env, params) if writer else finding.code
    return env._("Zone %(zone)s: %(text)s", zone=finding.zone, text=text) if finding.zone else text


def band_range(env, band) -> str:
    """:param band: (from_g, upto_g or None). :return: the range in kilograms."""
    lower, upper = band
    if upper is None:
        return env._("above %(lower)s kg", lower=kilograms(lower))
    return env._("%(lower)s to %(upper)s kg", lower=kilograms(lower), upper=kilograms(upper))


FINDINGS = {
    "no_zones": lambda env, p: env._("the version has no zone with a price."),
    "zone_without_band": lambda env, p: env._("no price is entered."),
    "zone_without_division": lambda env, p: env._("no region is entered and it is not the default zone."),
    "duplicate_zone": lambda env, p: env._("the code is used twice."),
    "two_default_zones": lambda env, p: env._("only one zone can be the default zone."),
    "duplicate_division": lambda env, p: env._(
        "region %(division)s is in zone %(other)s already.", division=p["division"], other=p["other"]),
    "duplicate_band": lambda env, p: env._("the range %(band)s is entered twice.", band=band_range(env, p["band"])),
    "overlapping_band": lambda env, p: env._(
        "the range %(band)s overlaps the one before it.", band=band_range(env, p["band"])),
    "gap_in_bands": lambda env, p: env._(
        "no price between %(lower)s and %(upper)s kg.", lower=kilograms(p["from_g"]), upper=kilograms(p["upto_g"])),
    "no_open_band": lambda env, p: env._("no price above %(upper)s kg; heavier parcels are refused.", upper=kilograms(p["upto_g"])),
    "negative_value": lambda env, p: env._("the range %(band)s has a negative number.", band=band_range(env, p["band"])),
    "band_reversed": lambda env, p: env._("the range %(band)s ends before it begins.", band=band_range(env, p["band"])),
    "zero_step": lambda env, p: env._("the range %(band)s has a price per step but no step.", band=band_range(env, p["band"])),
    "zero_price": lambda env, p: env._("the range %(band)s has no price.", band=band_range(env, p["band"])),
    "non_monotonic": lambda env, p: env._(
        "heavier is cheaper at %(band)s: %(before)s, then %(after)s.", band=band_range(env, p["band"]),
        before=micro_yuan(p["from_micro"]), after=micro_yuan(p["to_micro"])),
    "price_jump": lambda env, p: env._(
        "the price jumps at %(band)s from %(before)s to %(after)s.", band=band_range(env, p["band"]),
        before=micro_yuan(p["from_micro"]), after=micro_yuan(p["to_micro"])),
    "priced_and_barred": lambda env, p: env._(
        "region %(division)s has a price and is marked as not delivered; it is not delivered.", division=p.get("division", "")),
    "bad_weight_steps": lambda env, p: env._(
        "The weight steps must be above zero and ascend, the open range last."),
    "tolerance_over_step": lambda env, p: env._(
        "The forgiven excess of %(tolerance)s kg is as large as a weight step.", tolerance=kilograms(p.get("tolerance_g", 0))),
    "bad_volumetric": lambda env, p: env._(
        "The volumetric rule needs a divisor, a ratio of at least 1, or a share between 0 and 100 %."),
    "surcharge_base": lambda env, p: env._(
        "Surcharge %(surcharge)s is taken of %(other)s, which does not come before it.", surcharge=p.get("surcharge", ""), other=p.get("other", "")),
    "surcharge_limits": lambda env, p: env._(
        "The limits or ranges of surcharge %(surcharge)s are out of order.", surcharge=p.get("surcharge", "")),
    "surcharge_table_ends": lambda env, p: env._(
        "Surcharge %(surcharge)s has no price above its last range; none is charged there.", surcharge=p.get("surcharge", "")),
    "duplicate_surcharge": lambda env, p: env._(
        "Surcharge %(surcharge)s is entered twice; both are added.", surcharge=p.get("surcharge", "")),
    "province_without_price": lambda env, p: env._(
        "No price and no \"not delivered\" for: %(division)s.", division=p["division"]),
}


def fee_sentence(env, fee) -> str:
    """:param fee: a ``FeeLine``. :return: how the fee came about."""
    label = fee_label(env, fee.code)
    if fee.kind == "percent":
        return env._(
            "%(label)s: %(rate)s %% of %(base)s = %(amount)s", label=label, rate=f"{fee.rate_ppm / 10_000:g}",
            base=yuan(fee.base_fen), amount=yuan(fee.fen))
    if fee.kind == "per_item":
        return env._("%(label)s: %(qty)s items = %(amount)s", label=label, qty=fee.qty, amount=yuan(fee.fen))
    return env._("%(label)s: %(amount)s", label=label, amount=yuan(fee.fen))
