from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.dealer_base.adapters.sentences import label_of


class PrepaidLeaverStore(models.Model):
    """A store of a dealer who leaves: it goes to another dealer or is put away. History and past sales stay as they are.

    What becomes of it is decided before the refund is approved: who approves has seen it.
    """

    _name = "prepaid.leaver.store"
    _description = "Store of a dealer leaving"
    _order = "leaver_id desc, id"

    leaver_id = fields.Many2one("prepaid.leaver", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="leaver_id.company_id", store=True, index=True)
    store_id = fields.Many2one("res.partner", required=True, ondelete="restrict", domain=[("dealer_level", "=", "store")])
    decision = fields.Selection([("archive", "Put away"), ("move", "Goes to another dealer")], default="archive", required=True)
    dealer_id = fields.Many2one("res.partner", string="New dealer", domain=[("dealer_level", "=", "dealer"), ("dealer_state", "=", "approved")])
    done_at = fields.Datetime(readonly=True)

    _one_decision = models.UniqueIndex("(leaver_id, store_id)", "This store is listed already.")

    @api.model_create_multi
    def create(self, vals_list):
        self._only_the_flow(*vals_list)
        self._touch_leavers(self.env["prepaid.leaver"].browse(filter(None, (vals.get("leaver_id") for vals in vals_list))))
        lines = super().create(vals_list)
        lines._touched()
        return lines

    def write(self, vals):
        self._only_the_flow(vals)
        self._touched()  # the document it belonged to
        result = super().write(vals)
        self._touched()
        return result

    def unlink(self):
        self._touched()
        return super().unlink()

    def _touched(self):
        self._touch_leavers(self.leaver_id)

    @api.model
    def _touch_leavers(self, leavers):
        """Refuse lines of a document that is approved or over; whoever decides about a store had a hand in the document."""
        if not self.env.su:
            for leaver in leavers:
                if leaver.state not in ("draft", "frozen"):
                    raise UserError(self.env._(
                        "%(name)s is in state %(state)s and its stores stay as they are: what becomes of them is decided before the refund is approved.",
                        name=leaver.name, state=label_of(leaver)))
            leavers._remember_editor()

    @api.constrains("leaver_id", "store_id")
    def _check_store(self):
        for line in self.filtered(lambda rec: not rec._belongs()):
            raise ValidationError(line._foreign_text())

    def _belongs(self):
        """Tell whether the store is one of the stores below who leaves."""
        store, owner = self.store_id.sudo(), self.leaver_id.sudo().partner_id  # sudo: its place in the channel counts for every role
        return store.dealer_level == "store" and store != owner and owner in store._dealer_chain()

    def _foreign_text(self):
        return self.env._(
            "%(name)s: %(store)s is no store of %(owner)s; take it off the list of stores.", name=self.leaver_id.name,
            store=self.store_id.display_name, owner=self.leaver_id.partner_id.display_name)

    def _only_the_flow(self, *vals_list):
        if not self.env.su and any("done_at" in vals for vals in vals_list):
            raise AccessError(self.env._("When a store was put away is noted by the leaving document only."))

    def _problem(self):
        """Say what keeps the store from being put away or moved; None also for one that went before."""
        self.ensure_one()
        if self.done_at:
            return None
        if self.store_id and not self._belongs():  # HQ moved it since it was listed, or the draft is of another account now
            return self._foreign_text()
        if self.decision == "move" and (not self.dealer_id or self.dealer_id == self.leaver_id.partner_id):
            return self.env._("Store %s: choose the dealer it goes to.", self.store_id.name)
        account = self.env["prepaid.account"].sudo().search([  # sudo: whether the store has money of its own belongs to the decision
            ("partner_id", "=", self.store_id.id), ("company_id", "=", self.company_id.id), ("state", "!=", "closed")], limit=1)
        if account and self.decision == "archive":
            return self.env._("Store %(store)s has the account %(account)s of its own: it leaves with a document of its own first.",
                              store=self.store_id.name, account=account.name)
        return None

    def _put_away(self):
        """Carry out the decisions; called in superuser mode when the owner has left."""
        for line in self.filtered(lambda rec: not rec.done_at):
            store = line.store_id
            if line.decision == "move":
                line.leaver_id._thaw_tree(store)
                store.write({"parent_id": line.dealer_id.id, "dealer_state": "approved"})
            else:
                users = self.env["res.users"].search([("share", "=", True), ("partner_id", "child_of", store.ids)])
                users.active = False
                store.write({"dealer_state": "left", "active": False})
            line.done_at = fields.Datetime.now()
