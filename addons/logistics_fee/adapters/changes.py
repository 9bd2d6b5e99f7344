"""Differences of two tariffs (``tariff.compare.Change``) as sentences: region by region, price by price."""
from odoo.addons.dealer_base.money import yuan

from .ladder import ladder_label, price_label, range_label
from .messages import kilograms, line_label, micro_yuan

SHOWN_NAMES = 8


def change_sentences(env, changes, name) -> list:
    """Write what differs.

    :param env: environment; its language is used.
    :param changes: what ``tariff.compare.diff`` found, in its order.
    :param name: function(code) -> name of a division.
    :return: list of sentences; a change of prices gives one for each range that differs.
    """
    out = []
    for change in changes:
        out.extend(WRITERS[change.kind](env, change, places_label(env, change.divisions, name)))
    return out


def places_label(env, codes, name) -> str:
    """:param codes: division codes of a change. :param name: function(code) -> name. :return: their names, some of many."""
    def one(code):
        if not code:
            return env._("all other regions")
        if code.startswith("!"):
            return env._("%s (left out of its zone)", name(code[1:]))
        return name(code)

    shown = "、".join(one(code) for code in codes[:SHOWN_NAMES])
    rest = len(codes) - SHOWN_NAMES
    return env._("%(names)s and %(count)s more", names=shown, count=rest) if rest > 0 else shown


def _ladder(env, price):
    per, bands = price
    return env._("the price of the region around it does not count") if per == "not" else ladder_label(env, bands, per)


def _price(env, change, places):
    (per_before, before), (per_after, after) = change.before, change.after
    ranges = [[(band.from_g, band.upto_g) for band in bands] for bands in (before, after)] if "not" not in (per_before, per_after) else [0, 1]
    if per_before != per_after or ranges[0] != ranges[1]:
        return [env._("%(places)s: %(before)s → %(after)s", places=places, before=_ladder(env, change.before), after=_ladder(env, change.after))]
    return [
        env._("%(places)s, %(range)s: %(before)s → %(after)s", places=places, range=range_label(env, new, per_after),
              before=price_label(env, old, per_before), after=price_label(env, new, per_after))
        for old, new in zip(before, after, strict=True) if old != new]


def _days(env, days):
    if days and days[2:]:
        return env._("%(first)s to %(last)s working days", first=days[0], last=days[1])
    return env._("%(first)s to %(last)s days", first=days[0], last=days[1]) if days else env._("no promise")


def _setting(env, change, _places):
    labels = {
        "weight": env._("Weight steps"), "volumetric": env._("Volumetric weight"), "aggregate": env._("Priced unit"),
        "rounding_mode": env._("Rounding"), "rounding_unit_fen": env._("Rounding (fen)"), "currency": env._("Currency")}
    return [env._("%(setting)s: %(before)s → %(after)s", setting=labels.get(change.name, change.name),
                  before=_setting_text(env, change.name, change.before), after=_setting_text(env, change.name, change.after))]


def _setting_text(env, name, value):
    if not value:
        return env._("none")
    if name == "volumetric":
        ratio = env._(", above %s times the weight", micro_yuan(value["ratio_ppm"])) if value["mode"] == "ratio" else ""
        share = env._(", %s %% of it", f"{value['share_ppm'] / 10_000:g}") if value["mode"] == "share" else ""
        return env._("volume / %(divisor)s%(rest)s", divisor=value["divisor"], rest=ratio + share)
    if name == "weight":
        steps = ", ".join(
            env._("%(step)s kg up to %(upto)s kg", step=kilograms(step), upto=kilograms(upto)) if upto else env._("%s kg", kilograms(step))
            for upto, step in value["steps"])
        extra = [env._("at least %s kg", kilograms(value["min_g"]))] if value["min_g"] else []
        extra += [env._("%s kg over are forgiven", kilograms(value["tolerance_g"]))] if value["tolerance_g"] else []
        return ", ".join(filter(None, (steps, *extra))) or env._("to the gram")
    return str(value)


def surcharge_text(env, given) -> str:
    """:param given: dict of a core surcharge (params and when as pairs). :return: what it costs and when."""
    labels = {
        "rate_ppm": env._("rate"), "value": env._("amount"), "rate": env._("per step"), "per_floor": env._("per floor"),
        "min_fen": env._("at least"), "max_fen": env._("at most"), "cap_fen": env._("of at most"), "date_from": env._("from"),
        "date_to": env._("until"), "divisions": env._("regions"), "longest_over_mm": env._("longest side over (mm)"),
        "weight_over_g": env._("weight over (g)"), "base": env._("taken of"), "of": env._("taken of"), "option": env._("when asked for")}

    def text(name, value):
        if name.endswith("_fen"):
            return yuan(value)
        if name == "rate_ppm":
            return f"{value / 10_000:g} %"
        if name in ("value", "rate", "per_floor"):
            return micro_yuan(value)
        if isinstance(value, (tuple, list)):
            return str(len(value)) if name == "divisions" else "、".join(map(str, value))
        return str(value)

    pairs = (*given["params"], *given["when"])
    return ", ".join(f"{labels.get(name, name)} {text(name, value)}" for name, value in pairs)


def _surcharge(env, change, _places):
    label = line_label(env, change.name)
    if change.kind == "surcharge_added":
        return [env._("Surcharge %(name)s is new: %(text)s", name=label, text=surcharge_text(env, change.after))]
    if change.kind == "surcharge_removed":
        return [env._("Surcharge %(name)s is gone (%(text)s)", name=label, text=surcharge_text(env, change.before))]
    return [env._("Surcharge %(name)s: %(before)s → %(after)s", name=label, before=surcharge_text(env, change.before),
                  after=surcharge_text(env, change.after))]


WRITERS = {
    "price": _price,
    "priced": lambda env, change, places: [
        env._("%(places)s: new, %(after)s", places=places, after=_ladder(env, change.after))],
    "unpriced": lambda env, change, places: [
        env._("%(places)s: no price any more, was %(before)s", places=places, before=_ladder(env, change.before))],
    "transit": lambda env, change, places: [
        env._("%(places)s: %(before)s → %(after)s", places=places, before=_days(env, change.before), after=_days(env, change.after))],
    "served": lambda env, change, places: [env._("%(places)s: delivered again", places=places)],
    "not_served": lambda env, change, places: [env._("%(places)s: not delivered", places=places)],
    "setting": _setting,
    "surcharge": _surcharge,
    "surcharge_added": _surcharge,
    "surcharge_removed": _surcharge,
}

