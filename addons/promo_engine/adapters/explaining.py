"""What the engine decided, for people: sentences with names in them."""
from markupsafe import Markup, escape

from ..engine import explain, read_outcome
from .keys import product_of, rule_of

PARTS = ("applied", "gift", "later", "asset", "cost", "hint", "why_not", "search")


def names_of(env, outcome):
    """:return: {id: name} of the rules, products and bearers a result speaks of."""
    rules = {rule_of(key) for key in (*outcome.applied, *(row.rule for row in outcome.rejected), *(row.rule for row in outcome.hints))} - {0}
    found = {f"rule{rule.id}": rule.name for rule in env["promo.rule"].sudo().browse(rules).exists()}  # sudo: names for the reader
    goods = {gift.sku for gift in outcome.gifts}
    products = env["product.product"].sudo().browse([product_of(sku) for sku in goods if sku.startswith("p")]).exists()  # sudo: names of the gifts
    found.update({f"p{product.id}": product.display_name for product in products})
    batches = env["promo.voucher.batch"].sudo().browse([  # sudo: names of the vouchers
        int(issue.key[5:]) for issue in outcome.issues if issue.key.startswith("batch")]).exists()
    found.update({f"batch{batch.id}": batch.name for batch in batches})
    payers = dict(env["promo.payer"]._fields["who"]._description_selection(env))
    found.update(payers)
    named = {who for effect in outcome.effects for who, _fen in effect.costs if ":" in who}
    partners = env["res.partner"].sudo().browse([int(who.split(":")[1]) for who in named]).exists()  # sudo: names of the bearers
    names = {partner.id: partner.name for partner in partners}
    found.update({who: names.get(int(who.split(":")[1]), who) for who in named})
    return found


def sentences(env, row):
    """:param row: stored result. :return: list of Sentence in the language of the environment."""
    outcome = read_outcome(row)
    return explain(outcome, "zh" if (env.lang or "").startswith("zh") else "en", names_of(env, outcome))


def explain_html(env, row):
    """:param row: stored result. :return: Markup of what applied, what follows, how to get more, and why the rest did not apply."""
    found = sentences(env, row)
    labels = {
        "applied": env._("Applied"), "gift": env._("Gifts"), "later": env._("Later"), "asset": env._("Paid with"), "cost": env._("Who pays"),
        "hint": env._("How to get more"),
        "why_not": env._("Why not"), "search": env._("Note")}
    html = Markup()
    for part in PARTS:
        mine = [sentence for sentence in found if sentence.part == part]
        if mine:
            html += Markup("<h4>%s</h4><ul class='o_promo_%s'>%s</ul>") % (
                labels[part], part, Markup().join(Markup("<li>%s</li>") % escape(sentence.text) for sentence in mine))
    return html
