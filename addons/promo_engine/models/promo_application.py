from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..adapters.cart_rows import read_cart
from ..adapters.keys import rule_of
from ..engine import InvariantError, evaluate, read_options, read_outcome
from ..engine.outcome import ENGINE_VERSION
from ..engine.snapshot import digest


class PromoApplication(models.Model):
    """What promotions gave on one confirmed order, with everything that is needed to work it out again. Never changed, only reversed."""

    _name = "promo.application"
    _description = "Promotions of an order"
    _order = "id desc"

    order_id = fields.Many2one("sale.order", required=True, readonly=True, index=True, ondelete="restrict")
    partner_id = fields.Many2one(related="order_id.partner_id", store=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    date = fields.Datetime(readonly=True, default=fields.Datetime.now)
    state = fields.Selection([("confirmed", "Given"), ("reversed", "Taken back")], default="confirmed", required=True, readonly=True, index=True)
    amount = fields.Monetary(string="Saved", readonly=True)
    share_ids = fields.One2many("promo.application.share", "application_id", string="Shares", readonly=True)
    version_ids = fields.Many2many("promo.rule.version", string="Versions", readonly=True)
    outcome = fields.Json(readonly=True)
    cart = fields.Json(readonly=True)
    circumstances = fields.Json(readonly=True, help="Stopped versions, what was left of limits, settings of the company.")
    engine = fields.Char(string="Engine revision", readonly=True, help="Of the engine that priced the order.")
    snapshot_hash = fields.Char(readonly=True)
    result_hash = fields.Char(readonly=True)

    _one_given = models.UniqueIndex("(order_id) WHERE state = 'confirmed'", "The promotions of this order were given already.")

    @api.depends("order_id")
    def _compute_display_name(self):
        for record in self:
            record.display_name = record.order_id.name

    def write(self, vals):
        """Refuse everything but a state that the program writes."""
        if not self.env.su or vals.keys() - {"state"}:
            raise AccessError(self.env._("What promotions gave on an order is never changed: cancel the order or enter a return."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _keep(self):
        raise AccessError(self.env._("What promotions gave on an order is kept."))

    def _note_rules_without_shares(self):
        """Write a row without amount for each rule that did something and left none: whoever counts the orders of a campaign goes by these rows."""
        rows = []
        for given in self:
            found = given.version_ids.grouped("rule_id")
            rows += [{"application_id": given.id, "version_id": found[rule][:1].id, "kind": "later"} for rule in self.env["promo.rule"].browse(
                {rule_of(effect.rule) for effect in read_outcome(given.outcome).effects if effect.gives_later}) - given.share_ids.rule_id if rule in found]
        self.env["promo.application.share"].create(rows)

    def action_replay(self):
        """Work the promotions of the order out again from what was frozen and say whether every fen comes out the same.

        :return: a notification.
        """
        self.ensure_one()
        self.check_access("read")
        kind, text = self._compared()
        return {"type": "ir.actions.client", "tag": "display_notification", "params": {"message": text, "type": kind, "sticky": kind != "success"}}

    def _compared(self):
        """Compare what was given with what comes out today.

        :return: (kind of the message, sentence).
        """
        if any(version.checksum != digest(version.source) for version in self.version_ids.sudo()):  # sudo: what was frozen, whoever checks it
            return "danger", self.env._("The frozen rules of this order are no longer those it was priced by: a stored version was changed.")
        try:
            again = self._replay()
        except InvariantError:
            again = None
        if again and again.result_hash == self.result_hash:
            return "success", self.env._("Worked out again with the frozen rules: the same result, to the fen.")
        words = {"then": self.engine, "now": ENGINE_VERSION}
        if self.engine == ENGINE_VERSION:
            return "danger", self.env._("Worked out again with the frozen rules: the result differs, and it should not. Tell who runs the system.")
        if again and read_outcome(self.outcome).gave_as(again):
            return "success", self.env._("Priced by revision %(then)s of the engine; revision %(now)s of today gives the same, to the fen.", **words)
        return "warning", self.env._(
            "Priced by revision %(then)s of the engine; revision %(now)s of today would give something else. "
            "What was given stands: returns and credit notes go by the stored shares.", **words)

    def _replay(self):
        """:return: Outcome of the frozen cart under the frozen rules, as the revision that priced it would name it."""
        cart, snapshot, left, options = self._frozen()
        return replace(evaluate(cart, snapshot, left, read_options(options)), engine=self.engine)

    def _gives_the_same(self, outcome):
        """Tell whether the engine of today gives what was given; if not, what the goods that stay would earn cannot be compared with it.

        :param outcome: Outcome that was given. :return: bool.
        """
        try:
            return outcome.gave_as(self._replay())
        except InvariantError:
            return False

    def _frozen(self):
        """:return: (Cart, Snapshot, what was left of limits, row of options) that the order was priced by."""
        self.ensure_one()
        known = self.circumstances
        stopped = {**dict.fromkeys(known["stopped"], True), **{int(version): why for version, why in known.get("blocked", {}).items()}}
        snapshot = self.env["promo.snapshot"]._of_versions(tuple((version, stopped.get(version, False)) for version in sorted(self.version_ids.ids)))
        return read_cart(self.cart), snapshot, known["left"], known["options"]
