from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

KINDS = [("store", "Store guide"), ("virtual", "Virtual guide")]


class DealerGuide(models.Model):
    """Who advises consumers for a store (R2-016): in the store, or online as a virtual guide. The work number names a guide within a store."""

    _name = "dealer.guide"
    _description = "Guide"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "store_id, work_number"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    work_number = fields.Char(required=True, tracking=True, index="trigram", help="Unique within the store.")
    store_id = fields.Many2one(
        "res.partner", string="Store", required=True, index=True, ondelete="restrict", domain=[("dealer_level", "in", ("dealer", "store"))], tracking=True)
    dealer_id = fields.Many2one(related="store_id.dealer_id", store=True, index=True)
    sales_company_id = fields.Many2one(related="store_id.sales_company_id", store=True, index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company.id)
    kind = fields.Selection(KINDS, required=True, default="store", tracking=True)
    user_id = fields.Many2one("res.users", string="Login", ondelete="set null", help="With which the guide works on the portal, where there is one.")
    active = fields.Boolean(default=True, tracking=True)
    binding_ids = fields.One2many("dealer.consumer.binding", "guide_id", string="Consumers")
    consumer_count = fields.Integer(compute="_compute_consumer_count")

    _work_number_uniq = models.UniqueIndex("(store_id, work_number)", "This store has a guide with the work number already.")

    def _compute_consumer_count(self):
        bindings = self.env["dealer.consumer.binding"].sudo()  # sudo: a number on a button, the list itself asks for rights
        counts = dict(bindings._read_group([("guide_id", "in", self.ids), ("closed_at", "=", False)], ["guide_id"], ["__count"]))
        for guide in self:
            guide.consumer_count = counts.get(guide, 0)

    @api.depends("name", "work_number")
    def _compute_display_name(self):
        for guide in self:
            guide.display_name = f"{guide.name} ({guide.work_number})" if guide.work_number else guide.name

    @api.constrains("store_id")
    def _check_store(self):
        for guide in self:
            if guide.store_id.sudo().dealer_level not in ("dealer", "store"):  # sudo: its level, whoever enters
                raise ValidationError(self.env._("%s is no dealer and no store: a guide belongs to one.", guide.store_id.display_name))

    @api.model
    def _clean_number(self, vals):
        if vals.get("work_number"):
            return {**vals, "work_number": vals["work_number"].strip().upper()}
        return vals

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._clean_number(vals) for vals in vals_list])

    def write(self, vals):
        if "store_id" in vals:
            for guide in self.filtered(lambda one: one.store_id.id != vals["store_id"]):
                guide._check_not_used()
        return super().write(self._clean_number(vals))

    def _check_not_used(self):
        """Refuse to move a guide who has consumers or credits: who earned what for which store is history."""
        lines = self.env["dealer.attribution"].sudo()  # sudo: whether it is used does not depend on who asks
        if self.sudo().binding_ids or lines.search_count([("guide_id", "=", self.id)], limit=1):  # sudo: as above
            raise UserError(self.env._("%s has consumers or orders: archive this guide and enter a new one for the other store.", self.display_name))

    @api.model
    def _find(self, store, work_number):
        """Find a guide of a store by the work number.

        :param store: res.partner. :param work_number: text, as it was typed.
        :return: one dealer.guide.
        :raises UserError: when the store has none.
        """
        number = str(work_number or "").strip().upper()
        guide = self.search([("store_id", "=", store.id), ("work_number", "=", number), ("company_id", "=", self.env.company.id)], limit=1) \
            if number else self.browse()
        if not guide:
            raise UserError(self.env._("%(store)s has no guide with the work number %(number)s.", store=store.display_name, number=number))
        return guide

    def action_open_consumers(self):
        """Show the consumers who belong to the guide."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("online_offline_order.dealer_consumer_binding_action")
        return {**action, "domain": [("guide_id", "=", self.id)], "context": {"default_guide_id": self.id, "search_default_current": 1}}

    def action_open_attribution(self):
        """Show what was credited to the guide."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("online_offline_order.dealer_attribution_action")
        return {**action, "domain": [("guide_id", "=", self.id)], "context": {}}
