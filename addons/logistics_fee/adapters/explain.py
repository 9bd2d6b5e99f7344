"""A trace -> the lines a person reads beside the price."""
from odoo.addons.dealer_base.money import yuan

from ..tariff import from_json
from ..tariff.trace import BearerStep, FreightStep, SurchargeStep, WeightStep, ZoneStep
from .messages import bearer_label, kilograms, line_label, micro_yuan


def explain(env, trace, division_names=None) -> list:
    """Write a trace line by line.

    :param env: environment; its language is used.
    :param trace: JSON trace of a quote.
    :param division_names: dict division code -> name; the code is shown where a name is missing.
    :return: list of str, one per step.
    """
    names = division_names or {}
    return [WRITERS[type(step)](env, step, names) for step in from_json(trace)]


def _weight(env, step, _names):
    values = {"unit": step.unit, "actual": kilograms(step.actual_g), "billed": kilograms(step.billable_g)}
    if step.basis == "actual":
        return env._("Parcel %(unit)s: %(actual)s kg, billed as %(billed)s kg", **values)
    if step.basis == "assumed":
        return env._("Parcel %(unit)s: %(actual)s kg (usual weight, not weighed), billed as %(billed)s kg", **values)
    return env._(
        "Parcel %(unit)s: %(actual)s kg, by volume %(volume)s kg, billed as %(billed)s kg",
        volume=kilograms(step.volumetric_g), **values)


def _zone(env, step, names):
    if not step.division:
        return env._("Zone %(zone)s (all other regions)", zone=step.zone)
    return env._("Zone %(zone)s, because of %(division)s", zone=step.zone, division=names.get(step.division, step.division))


def _freight(env, step, _names):
    if step.per == "piece":
        return env._("Freight for %(count)s pieces = %(amount)s", count=step.weight_g, amount=yuan(step.fen))
    values = {"weight": kilograms(step.weight_g), "base": micro_yuan(step.base_micro), "amount": yuan(step.fen)}
    if not step.steps:
        return env._("Freight for %(weight)s kg: %(amount)s", weight=values["weight"], amount=values["amount"])
    return env._(
        "Freight for %(weight)s kg: %(base)s + %(steps)s x %(rate)s (each started %(step)s kg above %(over)s kg) = %(amount)s",
        steps=step.steps, rate=micro_yuan(step.rate_micro), step=kilograms(step.step_g), over=kilograms(step.over_g), **values)


def _surcharge(env, step, _names):
    label = line_label(env, step.code)
    if step.rate_ppm:
        return env._(
            "%(label)s: %(rate)s %% of %(base)s = %(amount)s", label=label, rate=f"{step.rate_ppm / 10_000:g}",
            base=yuan(step.base_fen), amount=yuan(step.fen))
    return env._("%(label)s: %(amount)s", label=label, amount=yuan(step.fen))


def _bearer(env, step, _names):
    who = bearer_label(env, step.who)
    if step.rate_ppm is not None:
        return env._(
            "%(who)s pays %(rate)s %% of %(base)s = %(amount)s", who=who, rate=f"{step.rate_ppm / 10_000:g}",
            base=yuan(step.base_fen), amount=yuan(step.fen))
    return env._("%(who)s pays %(amount)s", who=who, amount=yuan(step.fen))


WRITERS = {
    WeightStep: _weight, ZoneStep: _zone, FreightStep: _freight, SurchargeStep: _surcharge, BearerStep: _bearer,
}
