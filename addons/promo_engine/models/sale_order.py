import logging
import re
from functools import partial

from odoo import api, fields, models

from odoo.addons.dealer_base.money import allocate, from_fen, to_fen

from ..adapters.cart_rows import cart_row
from ..adapters.explaining import explain_html
from ..adapters.keys import method_key, team_key, term_key
from ..engine import InvariantError, evaluate, outcome_row, read_options

_logger = logging.getLogger(__name__)

OPEN = ("draft", "sent")


class SaleOrder(models.Model):
    """An order is priced anew whenever its goods, buyer or codes change, until it is confirmed; then everything stays as it was."""

    _inherit = "sale.order"

    promo_codes = fields.Char(string="Voucher codes", copy=False, help="Several codes are separated by commas.")
    promo_picks = fields.Json(string="Chosen gifts", copy=False, groups="base.group_user")
    promo_venue_id = fields.Many2one(
        "promo.venue", string="Venue", copy=False, check_company=True, groups="base.group_user", index="btree_not_null",
        help="Through which venue of a campaign the order came.")
    is_promo_off = fields.Boolean(string="Without promotions", copy=False, groups="base.group_user", help="This order takes part in no campaign.")
    promo_result = fields.Json(compute="_compute_promo_result", store=True, copy=False, groups="base.group_user")
    promo_parts = fields.Json(compute="_compute_promo_result", store=True, copy=False, groups="base.group_user")
    promo_basis = fields.Json(compute="_compute_promo_result", store=True, copy=False, groups="base.group_user")
    promo_at = fields.Datetime(string="Promotions of", compute="_compute_promo_result", store=True, copy=False, groups="base.group_user")
    promo_total = fields.Monetary(string="Saved by promotions", compute="_compute_promo_total", store=True)
    # A buyer reads the totals of his own order by RPC, too: neither taxes nor how promotions came about are open to him.
    tax_totals = fields.Binary(compute_sudo=True)
    promo_html = fields.Html(string="Promotions on this order", compute="_compute_promo_html", sanitize=False, groups="base.group_user")

    @api.depends(
        "order_line.product_id", "order_line.product_uom_qty", "order_line.price_unit", "order_line.discount", "order_line.tax_ids", "order_line.is_promo_gift",
        "order_line.display_type", "partner_id", "company_id", "currency_id", "user_id", "promo_codes", "promo_picks", "is_promo_off",
        "promo_venue_id", "payment_term_id", "preferred_payment_method_line_id", "team_id")
    def _compute_promo_result(self):
        open_orders = self.filtered(lambda order: order.state in OPEN and order._promo_applies())
        for order in self - open_orders:
            if order.state in OPEN:
                order.promo_result, order.promo_parts, order.promo_at, order.promo_basis = False, False, False, False
            else:
                kept = order._origin
                order.promo_result, order.promo_parts, order.promo_at, order.promo_basis = (
                    kept.promo_result, kept.promo_parts, kept.promo_at, kept.promo_basis)
        for order in open_orders.filtered(lambda order: not order.company_id):
            order.promo_result, order.promo_parts, order.promo_at, order.promo_basis = False, False, False, False
        for company in open_orders.company_id:
            orders = open_orders.filtered_domain([("company_id", "=", company.id)])
            priced = orders._promo_price()
            for order in orders:
                outcome, basis = priced.get(order, (None, None))
                order.promo_result = outcome_row(outcome) if outcome else False
                order.promo_parts = order._promo_parts_of(outcome) if outcome else False
                order.promo_at = fields.Datetime.now() if outcome else False
                order.promo_basis = basis if outcome and outcome.effects else False

    @api.depends("order_line.promo_discount")
    def _compute_promo_total(self):
        for order in self:
            order.promo_total = sum(order.order_line.mapped("promo_discount"))

    @api.depends("promo_result")
    @api.depends_context("lang")
    def _compute_promo_html(self):
        for order in self:
            order.promo_html = order._promo_explained(order.promo_result)

    def _promo_explained(self, row):
        """:param row: stored result, or nothing. :return: Markup of what applied, what follows, how to get more, and why the rest did not apply."""
        return explain_html(self.env, row) if row else False

    def _promo_evaluate(self, now=None):
        """Price the orders of one company by the rules in force.

        :param now: UTC datetime, the present by default.
        :return: {order: Outcome}; nothing for a company without rules. A fault of the engine sells without promotions and is logged.
        """
        return {order: outcome for order, (outcome, _basis) in self._promo_price(now).items()}

    def _promo_price(self, now=None):
        """As ``_promo_evaluate``, with what is needed to give exactly this later.

        :return: {order: (Outcome, JSON data)}.
        """
        company = self.company_id
        versions = self.env["promo.snapshot"]._versions(company, now)
        snapshot = self.env["promo.snapshot"]._of_versions(versions)
        if not snapshot.rules:
            return {}
        found = {}
        carts = self.env["promo.cart"]._carts_of(self, now)
        left = self.env["promo.limit"]._left(company, {order._promo_document(): cart for order, cart in carts.items()})
        for order, cart in carts.items():
            mine, row = left[order._promo_document()], order._promo_options()
            if cart.lines and (outcome := order._promo_outcome(cart, snapshot, mine, row)):
                found[order] = (outcome, {"cart": cart_row(cart), "versions": versions, "left": mine, "options": row})
        return found

    def _promo_outcome(self, cart, snapshot, left, options):
        """Evaluate what an order is or would be.

        :param options: row of the company's options.
        :return: Outcome, None when the engine breaks one of its laws: it is logged, and the order is sold without promotions.
        """
        try:
            return evaluate(cart, snapshot, left, read_options(options))
        except InvariantError:
            self._promo_alarm()
            return None

    def _promo_parts_of(self, outcome):
        """:return: {line key: discount in fen and runs of pieces, both in the order's prices}."""
        parts = {}
        lines = {line._promo_key(index): line for index, line in enumerate(self._promo_lines())}
        for result in outcome.lines:
            line = lines.get(result.id)
            if not line or result.list_fen == result.net_fen:
                continue
            gross, qty = line._promo_gross_fen(), line.product_uom_qty
            if all(tax.price_include for tax in line.tax_ids.flatten_taxes_hierarchy()):
                runs = [list(run) for run in result.pieces]
                off = result.list_fen - result.net_fen
            else:
                pieces, price = line._promo_pieces_price()
                off = pieces * price - result.untaxed_fen
                weights = [fen for count, fen in result.pieces for _piece in range(count)]
                runs = [[1, fen] for fen in allocate(result.untaxed_fen, weights)] if sum(weights) else []
            off = min(off, gross)
            # Pieces have nets of their own where they are the line's units and divide it; otherwise parts of the line follow its progress.
            exact = sum(count for count, _fen in runs) == qty and sum(count * fen for count, fen in runs) == gross - off
            parts[result.id] = {"discount": off, "pieces": {"runs": runs if exact else [], "qty": qty, "gross": gross}}
        return parts

    def _promo_applies(self):
        """Extend: return False for orders whose prices are none of the promotions' business."""
        return not self.is_promo_off

    def _promo_backtested(self):
        """Extend: :return: whether a backtest prices the order."""
        return self._promo_applies()

    def _promo_rules_of_order(self, snapshot):
        """Extend: :param snapshot: Snapshot. :return: Snapshot of those rules that may do something on an order of this kind."""
        return snapshot

    def _promo_lines(self):
        """:return: lines that promotions look at: goods, no gifts of theirs, no notes, no down payments."""
        return self.order_line.filtered(
            lambda line: line.product_id and not line.display_type and not line.is_promo_gift and not line.is_downpayment and not line._is_delivery()
            and line.product_id.type != "combo")

    def _get_copiable_order_lines(self):
        return super()._get_copiable_order_lines().filtered(lambda line: not line.is_promo_gift)

    def _promo_floor_of(self, product):
        """Give the lowest price of promotions of one piece.

        :param product: product.product. :return: fen in the order's currency, 0 = no limit.
        """
        return self._promo_in_currency(product.product_tmpl_id._promo_floor_fen(self.company_id))

    def _promo_in_currency(self, fen):
        """:param fen: amount of the company. :return: fen in the order's currency, by the rate of its day."""
        currency = self.company_id.currency_id
        if not fen or not self.currency_id or self.currency_id == currency:
            return fen
        day = self.company_id._dealer_local(self.date_order or fields.Datetime.now()).date()
        return to_fen(round(currency._convert(float(from_fen(fen)), self.currency_id, self.company_id, day), 2))

    def _promo_options(self):
        """:return: row of the engine's options for this order; amounts of the settings are in its currency."""
        row = self.company_id._promo_options()
        return {**row, "min_payable_fen": self._promo_in_currency(row["min_payable_fen"])}

    def _promo_document(self):
        """:return: key of the order for counters."""
        return f"sale.order,{self._origin.id}"

    def _promo_venue(self):
        """:return: key of the venue the order came through, "" for none."""
        venue = self.sudo().promo_venue_id  # sudo: where it came from, whoever enters it
        return venue._promo_key() if venue else ""

    def _promo_seller(self):
        """Say whose order it is, for rules and limits of a salesperson.

        :return: res.users: the salesperson, without one the colleague who entered the order; nobody where the buyer or a program did.
        """
        user = self.user_id
        if not user:
            user = (self._origin.create_uid or self.env.user).sudo()  # sudo: whether he is a colleague, whoever prices the order
            user = user.filtered(lambda one: not one.share and one.id != api.SUPERUSER_ID)
        return user

    def _promo_channel(self):
        """Extend: give the key of the channel the order came through; here it is its sales team.

        :return: key, "" for none.
        """
        return team_key(self.team_id._origin.id) if self.team_id else ""

    def _promo_channel_name(self):
        """Extend: give the name of the channel, as the ledger of prices keeps it. :return: name, "" for none."""
        return self.team_id.sudo().name or ""  # sudo: a name, whoever takes the step

    def _promo_payment(self):
        """Extend: give the keys of the way the order is paid: its payment term and the payment method chosen on it.

        :return: tuple of keys; "" for none.
        """
        found = ((self.payment_term_id, term_key), (self.preferred_payment_method_line_id, method_key))
        return tuple(key(record._origin.id) for record, key in found if record) or ""

    def _promo_codes(self):
        """:return: frozenset of the entered codes and of the batches they belong to."""
        return self._promo_codes_of()[self]

    def _promo_codes_of(self):
        """Read for many orders of one company at once what their buyers entered and have.

        :return: {order: frozenset of the entered codes and of the keys of the batches that count}.
        """
        entered = {order: order._promo_entered() for order in self}
        keys = self.env["promo.voucher.batch"]._keys_of_codes(self, entered)
        return {order: codes | keys[order] for order, codes in entered.items()}

    def _promo_entered(self):
        """:return: frozenset of the codes that were entered on the order, in capitals: codes are told apart without regard to them."""
        return self._promo_codes_in(self.promo_codes)

    def _promo_codes_in(self, text):
        """:return: frozenset of the codes in a text."""
        return frozenset(filter(None, (code.strip().upper() for code in re.split(r"[,，;；\s]+", text or ""))))

    def _promo_alarm(self):
        """Note that the engine broke one of its laws on this order; it is sold without promotions, and who is in charge of a campaign is told."""
        _logger.error("promotions of order %s: the engine's result breaks a law; it is priced without promotions", self._origin.id or "new")
        self.env.cr.precommit.add(partial(self._promo_tell_fault, self._origin.display_name or "", self.company_id or self.env.company))

    @api.model
    def _promo_tell_fault(self, name, company):
        """Give who is in charge of each campaign in force one task, however many orders are concerned. :param name: of the order. :param company: its own."""
        keys = {rule.campaign for rule in self.env["promo.snapshot"]._current(company).rules}
        for number in sorted(int(key.removeprefix("campaign")) for key in keys):
            campaign, told = self.env["promo.campaign"].sudo().browse(number)._telling()  # sudo: the program tells, whoever priced the order
            summary = campaign.env._("An order was priced without promotions")
            if summary not in campaign.activity_ids.mapped("summary"):
                campaign._tell(told, summary, campaign.env._(
                    "The result of the rules in force broke a law of the engine on order %s: it was priced without promotions. Try it with What if?, stop the "
                    "rule that is the cause, and tell who runs the system.", name or "-"))
