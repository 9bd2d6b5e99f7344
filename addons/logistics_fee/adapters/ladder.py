"""Prices of the core in words, for readings of sentences and for differences of two tariffs."""
from .messages import band_range, kilograms, micro_yuan


def pieces_range(env, band) -> str:
    """:param band: a band that counts pieces. :return: its range."""
    if band.upto_g is None:
        return env._("more than %(lower)s pieces", lower=band.from_g)
    return env._("%(lower)s to %(upper)s pieces", lower=band.from_g + 1, upper=band.upto_g)


def range_label(env, band, per="g") -> str:
    """:param per: "g" or "piece". :return: the weights or pieces a band is for."""
    if per == "piece":
        return pieces_range(env, band)
    if not band.from_g and band.upto_g is None:
        return env._("any weight")
    return band_range(env, (band.from_g, band.upto_g))


def price_label(env, band, per="g") -> str:
    """:return: the price of a band: a fixed amount, or a base and a price per started step."""
    if not band.rate_micro:
        return micro_yuan(band.base_micro)
    names = {"base": micro_yuan(band.base_micro), "rate": micro_yuan(band.rate_micro)}
    if per == "piece":
        return env._("%(base)s + %(rate)s per %(step)s pieces above %(over)s", **names, step=band.step_g, over=band.over_g)
    step = kilograms(band.step_g)
    if not band.over_g and not band.base_micro:
        return env._("%(rate)s per started %(step)s kg", **names, step=step)
    if not band.over_g:
        return env._("%(base)s + %(rate)s per started %(step)s kg", **names, step=step)
    return env._("%(base)s + %(rate)s per started %(step)s kg above %(over)s kg", **names, step=step, over=kilograms(band.over_g))


def ladder_label(env, bands, per="g") -> str:
    """:param bands: bands in order. :return: all ranges with their prices."""
    return "; ".join(
        env._("%(range)s: %(price)s", range=range_label(env, band, per), price=price_label(env, band, per)) for band in bands)


def reading(env, place, price) -> str:
    """Write what was understood of a price sentence, for the person who confirms it.

    :param place: names of the destination as in the sheet. :param price: a ``WordPrice``.
    :return: one sentence per region.
    """
    parts = [env._("%(place)s: %(prices)s", place=place, prices=ladder_label(env, price.bands))]
    parts += [
        env._("%(place)s: %(prices)s", place="、".join(named.names), prices=ladder_label(env, named.bands)) for named in price.exceptions]
    assumed = {
        "started_kg": env._("every started kilogram is counted"), "first_kg": env._("the first weight is 1 kg")}
    if price.assumed:
        parts.append(env._("Assumed: %s", ", ".join(assumed.get(name, name) for name in price.assumed)))
    return ". ".join(parts)
