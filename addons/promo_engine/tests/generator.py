"""The generator of carts and rules for speed and laws: only ``random.Random(seed)``, so a seed is a case for ever."""
import random

TAGS = [f"category{k}" for k in range(12)] + [f"brand{k}" for k in range(8)] + [f"season{k}" for k in range(5)]
PRICES = (990, 1990, 2990, 3990, 4990, 5990, 7990, 9900, 12900, 15900, 19900, 25900, 29900, 39900, 49900, 69900, 99900, 129900, 199900, 299900)
LEVELS = (("price", 10), ("item", 30), ("order", 20), ("coupon", 22), ("platform", 6), ("shipping", 5), ("payment", 3), ("after", 4))
GROUPED = ("price", "order", "coupon", "platform")


def price_of(rng):
    """A price in fen: mostly psychological, some log-uniform, a few of some fen to stress the splitting."""
    kind = rng.random()
    if kind < 0.60:
        return rng.choice(PRICES)
    if kind < 0.95:
        return int(10 ** rng.uniform(3, 5.398))
    return rng.randint(1, 99)


def line_row(rng, k, qty=None, same=False):
    """A line of a case."""
    price = 9_900 if same else price_of(rng)
    row = {"id": f"L{k}", "sku": f"S{1 if same else k}", "qty": qty or rng.choice((1, 1, 1, 2, 2, 3, 5)), "unit_price": text(price),
           "tags": sorted(rng.sample(TAGS, 3)) if not same else TAGS[:3]}
    if rng.random() < 0.2:
        row["floor_price"] = text(price * rng.randint(50, 95) // 100)
    if rng.random() < 0.1:
        row["list_price"] = text(price * 5 // 4)
    return row


def text(fen):
    """Fen as decimal text."""
    return f"{fen // 100}.{fen % 100:02d}"


def scope_row(rng):
    """One to three tags, or everything."""
    return {"tags": sorted(rng.sample(TAGS, rng.randint(1, 3)))} if rng.random() < 0.8 else {}


def reward_row(rng, level):
    """A reward that suits the level."""
    if level == "price":
        return {"type": "percent", "value": rng.randint(3, 30), "target": "unit"} if rng.random() < 0.6 else {
            "type": "amount", "value": text(rng.randint(50, 3_000)), "target": "unit"}
    if level == "shipping":
        return {"type": "percent", "value": rng.choice((20, 50, 100)), "target": "shipping"}
    if level == "payment":
        return {"type": "pay", "balance": text(rng.randint(500, 20_000))}
    if level == "after":
        return rng.choice(({"type": "points", "per": 1}, {"type": "every", "every": "100", "give": "coupon", "value": "V10"}))
    kind = rng.random()
    if level == "item" and kind < 0.25:
        return rng.choice((
            {"type": "buy_get", "buy": 2, "get": 1}, {"type": "set_price", "qty": 3, "value": text(rng.randint(5_000, 30_000))},
            {"type": "nth_group", "size": 2, "n": 2, "pick": "desc", "percent": 50}, {"type": "gift", "sku": "GIFT", "qty": 1, "per_qty": 3}))
    if kind < 0.45:
        return {"type": "percent", "value": rng.randint(2, 25), "target": "unit" if level == "item" and kind < 0.35 else "scope"}
    if kind < 0.75:
        return {"type": "amount", "value": text(rng.randint(100, 8_000)), "target": "scope"}
    return {"type": "tiers", "on": "amount", "give": "amount", "tiers": [[100, 5], [300, 20], [500, 50], [1000, 120], [99_999, 9_000]]}


def conditions(rng, hit):
    """Thresholds and customer conditions; some cannot be reached."""
    found = []
    if rng.random() < 0.5:
        value = rng.choice((50, 100, 300, 500)) if rng.random() < hit + 0.3 else 99_999
        found.append({"type": "min_amount", "value": value})
    if rng.random() < 0.25:
        found.append({"type": "min_qty", "value": rng.randint(1, 4) if rng.random() < hit + 0.3 else 999})
    if rng.random() < 0.15:
        found.append({"type": "customer", "field": "group", "equals": rng.choice(("gold", "silver"))})
    return found


def rule_row(rng, k, hit, when="some", group=None):
    """A promotion; `when`: some, all or none of the rules come into question."""
    level = rng.choices([name for name, _weight in LEVELS], [weight for _name, weight in LEVELS])[0]
    row = {"id": f"R{k:04d}", "level": level, "seq": rng.randint(0, 9), "scope": scope_row(rng), "rewards": [reward_row(rng, level)]}
    if level == "coupon" and when == "some":
        row["code"] = f"C{k}"
    if level in GROUPED and rng.random() < 0.6:
        row["group"] = f"{level}{rng.randint(1, 4)}"
    if group:
        row.pop("group", None)
        row["level"], row["rewards"] = "order", [reward_row(rng, "order")]
        row["groups"] = [{"name": group, "mode": "at_most", "n": 3}]
    row["conditions"] = conditions(rng, hit) if when == "some" else []
    if when == "none":
        row["conditions"] = [{"type": "min_amount", "value": 99_999_999}]
    return row


def gen(seed, n_lines=50, n_rules=200, hit=0.35, when="some", qty=None, same=False, groups=()):
    """A case of the kind cart without expectations.

    :param groups: sizes of conflict groups of which three rules may apply, on the level order; the first rules are in them.
    """
    rng = random.Random(seed)
    lines = [line_row(rng, k, qty, same) for k in range(n_lines)]
    names = [f"big{n}" for n, size in enumerate(groups) for _k in range(size)]
    rules = [rule_row(rng, k, hit, when, names[k] if k < len(names) else None) for k in range(n_rules)]
    codes = [row["code"] for row in rules if "code" in row and rng.random() < 0.35]
    return {"id": f"gen{seed}", "kind": "cart", "cart": {"lines": lines, "shipping": "12.00", "codes": codes}, "promotions": rules,
            "customer": {"group": "gold", "placed_orders": 2}}


VARIANTS = {
    "default": {},
    "all eligible": {"when": "all"},
    "none eligible": {"when": "none"},
    "groups of 14 and 40": {"groups": (14, 40)},
    "200 x 200": {"n_lines": 200},
    "1,000 rules x 100 lines": {"n_lines": 100, "n_rules": 1_000},
    "5 lines x 999 pieces": {"n_lines": 5, "qty": 999},
    "50 equal lines": {"same": True},
}
