from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.sql import escape_psql

from .dealer_nomination import mobile


class ActivationRegistration(models.Model):
    """Somebody scanned the code of a badge. The salesperson says which store it is and confirms; then the person is invited."""

    _name = "activation.registration"
    _description = "Registration by QR code"
    _inherit = ["dealer.flow.mixin"]
    _flow_strict = True
    _order = "id desc"

    badge_id = fields.Many2one("activation.badge", required=True, index=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one(related="badge_id.company_id", store=True, index=True)
    user_id = fields.Many2one(related="badge_id.user_id", string="Salesperson", store=True, index=True)
    name = fields.Char(string="Person", required=True, readonly=True)
    phone = fields.Char(string="Mobile phone", required=True, readonly=True)
    store_text = fields.Char(string="Store as typed", required=True, readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", domain="[('dealer_level', 'in', ('dealer', 'store'))]")
    state = fields.Selection(
        [("new", "Pending"), ("confirmed", "Confirmed"), ("refused", "Refused")], default="new", required=True, readonly=True, index=True)
    record_id = fields.Many2one("activation.record", string="Activation", readonly=True)

    @api.model
    def _take(self, badge, name, phone, store, waiting):
        name, store, login = (name or "").strip()[:60], (store or "").strip()[:60], mobile(phone)
        if not name or not store:
            raise UserError(self.env._("Give your name and your store."))
        if not login:
            raise UserError(self.env._("Give your mobile phone with 11 digits: it will be your login."))
        again = waiting.filtered(lambda one: one.phone == login)[:1]
        if again:
            return again
        found = self.env["res.partner"].search([
            ("dealer_level", "in", ("dealer", "store")), "|", ("dealer_code", "=ilike", escape_psql(store)), ("name", "=", store),
            "|", ("user_id", "=", badge.user_id.id), "&", ("user_id", "=", False), ("dealer_id.user_id", "=", badge.user_id.id)], limit=2)
        return self.create([{
            "badge_id": badge.id, "name": name, "phone": login, "store_text": store, "partner_id": found.id if len(found) == 1 else False}])

    def write(self, vals):
        if not self.env.su:
            self._check_new()
        return super().write(vals)

    def _check_mine(self):
        self.check_access("write")
        for one in self:
            if one.user_id != self.env.user:
                raise AccessError(self.env._("The registration of %(person)s waits for %(user)s.", person=one.name, user=one.user_id.name))
        self._check_new()

    def _check_new(self):
        for one in self:
            if one.state != "new":
                raise UserError(self.env._("The registration of %s is settled already.", one.name))

    def action_confirm(self):
        """Put the store into the activation list, bound to the salesperson, and invite the person. Own registrations only.

        :return: form of the customer with link and QR code.
        """
        self._check_mine()
        records = self.env["activation.record"]
        for one in self:
            if not one.partner_id:
                raise UserError(self.env._("Choose the customer of “%s”.", one.store_text))
            record = records.search([("partner_id", "=", one.partner_id.id), ("company_id", "=", one.company_id.id)], limit=1)
            if not record:
                record = records.create([{"partner_id": one.partner_id.id, "company_id": one.company_id.id, "contact_name": one.name, "phone": one.phone}])
                record.sudo().source = "invite"  # sudo: where he came from is a fact
            elif not record.first_login_at:
                record.write({"contact_name": one.name, "phone": one.phone})
            record.action_invite()
            one.sudo().write({"state": "confirmed", "record_id": record.id})  # sudo: state of the flow; owner checked above
            records |= record
        return {
            "type": "ir.actions.act_window", "res_model": "activation.record", "res_id": records[-1:].id, "view_mode": "form"}

    def action_refuse(self):
        """Refuse a registration of somebody unknown. Own registrations only.

        :return: True.
        """
        self._check_mine()
        self.sudo().state = "refused"  # sudo: state of the flow; owner checked above
        return True
