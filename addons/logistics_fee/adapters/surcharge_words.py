"""A surcharge in a few words: what it costs, and when it applies."""
from odoo.addons.dealer_base.money import to_fen, yuan

from .exact import micro_of
from .lists import split_list
from .messages import kilograms, line_label, micro_yuan


def price_words(record) -> str:
    """:param record: logistics.surcharge. :return: its price, e.g. ``8 % of Freight, at most 2.00``."""
    env = record.env
    text = PRICES[record.kind](env, record) if record.kind in PRICES else ""
    if record.has_min:
        text = env._("%(price)s, at least %(limit)s", price=text, limit=yuan(to_fen(record.min_amount)))
    if record.has_max:
        text = env._("%(price)s, at most %(limit)s", price=text, limit=yuan(to_fen(record.max_amount)))
    return text


def _label(record, field):
    return dict(record._fields[field]._description_selection(record.env)).get(record[field], "")


def _rate(value):
    return f"{round(value, 4):g}"


def _bases(env, record):
    return "、".join(line_label(env, code) for code in split_list(record.base_codes) or ["freight"])


def _per_step(env, record):
    return env._("%(price)s per started %(step)s kg", price=micro_yuan(micro_of(record.rate)), step=kilograms(record.step_g or 0))


def _tier(env, tier):
    parts = [micro_yuan(micro_of(tier.amount))] if tier.amount else []
    parts += [f"{_rate(tier.percent)} %"] if tier.percent else []
    price = " + ".join(parts) or "0"
    if tier.is_open:
        return env._("above: %(price)s", price=price)
    return env._("up to %(limit)s: %(price)s", limit=yuan(to_fen(tier.upto)), price=price)


PRICES = {
    "fixed": lambda env, record: env._(
        "%(price)s per %(unit)s", price=micro_yuan(micro_of(record.amount)), unit=_label(record, "per")),
    "percent": lambda env, record: env._("%(rate)s %% of %(base)s", rate=_rate(record.percent), base=_bases(env, record)),
    "per_kg": _per_step,
    "floor": lambda env, record: env._(
        "%(price)s per floor + %(weight)s", price=micro_yuan(micro_of(record.amount)), weight=_per_step(env, record)),
    "value_percent": lambda env, record: env._("%(rate)s %% of %(base)s", rate=_rate(record.percent), base=_label(record, "of")),
    "value_table": lambda env, record: "; ".join(_tier(env, tier) for tier in record.tier_ids),
}


def condition_words(record) -> str:
    """:param record: logistics.surcharge. :return: its conditions, "" = always."""
    env, words = record.env, []
    if record.date_from or record.date_to:
        words.append(f"{record.date_from or ''} ~ {record.date_to or ''}")
    for field in ("periods", "option", "zone_codes"):
        if record[field]:
            words.append(f"{record._fields[field]._description_string(env)}: {record[field]}")
    if record.weekdays:
        words.append(env._("weekdays %(days)s", days=record.weekdays))
    if record.division_ids:
        words.append("、".join(record.division_ids.mapped("name")))
    for field in ("parcels_over", "longest_over_mm", "girth_over_mm", "weight_over_g", "weight_upto_g"):
        if record[field]:
            words.append(f"{record._fields[field]._description_string(env)}: {record[field]}")
    return "; ".join(words)
